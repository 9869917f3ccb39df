"""Form values: what changed, what cannot be read, and how somebody else's change is told apart."""

from typing import Any

from app.desktop.editors import meanwhile
from app.desktop.editors.fault_words import first_of_each
from app.desktop.editors.form_values import FormValues
from app.desktop.editors.history import told
from app.domain.faults import Fault
from app.domain.kinds import fields_of
from app.domain.qips import Qip
from app.services.views import HistoryEntry

FIELDS = fields_of("qip")
LOADED: dict[str, Any] = {"title": "Borehole", "cost": {"amount": 100_00, "currency": "USD"}, "place": "Bor"}


def entry(revision: str, by: str, node: str = "n1", **fields: Any) -> HistoryEntry:
    """Return one revision as the service tells it."""
    return HistoryEntry(
        revision=revision, at="2026-11-21T12:00:00.000Z", by=by, node=node, unit=None, fields=fields,
        status="effect", sealed=False,
    )  # fmt: skip


def test_only_what_differs_counts_as_changed() -> None:
    values = FormValues(FIELDS, LOADED)
    values.type("cost", {"amount": "100", "currency": "usd"})
    values.type("place", "  Bor ")
    assert values.changed() == {}
    values.type("cost", {"amount": "100.5", "currency": "USD"})
    values.type("title", None)
    assert set(values.changed()) == {"cost", "title"}


def test_what_cannot_be_read_is_changed_and_faulty_and_keeps_the_old_value_for_gates() -> None:
    values = FormValues(FIELDS, LOADED)
    values.type("cost", {"amount": "much", "currency": "USD"})
    assert set(values.changed()) == {"cost"}
    assert [fault.code for fault in values.faults()] == ["not_an_amount"]
    record = values.record("qip")
    assert isinstance(record, Qip)
    assert record.cost is not None
    assert record.cost.amount == 100_00


def test_a_value_of_a_newer_app_does_not_stop_the_gates() -> None:
    values = FormValues(FIELDS, {**LOADED, "cost": "a lot"})
    record = values.record("qip")
    assert isinstance(record, Qip)
    assert (record.title, record.cost) == ("Borehole", None)


def test_loading_again_keeps_what_is_typed_and_still_differs() -> None:
    values = FormValues(FIELDS, LOADED)
    values.type("title", "Hand pump")
    values.type("place", "Akobo")
    values.load({**LOADED, "place": "Akobo"}, keep_typed=True)
    assert values.changed() == {"title": "Hand pump"}


def test_what_others_changed_is_told_apart_from_what_is_typed() -> None:
    news = meanwhile.compare(
        FIELDS, before=LOADED, after={**LOADED, "title": "Well", "place": "Akobo"}, typed={"title": "Pump"},
        title=str, by="Capt R. Singh",
    )  # fmt: skip
    assert (news.taken, news.kept) == (("place",), {"title": "Well"})
    assert news.words == "Title: Well (what you typed is kept); Place: Akobo"
    entries = [entry("a", "Maj A. Diallo"), entry("b", "Capt R. Singh", "n2")]
    assert meanwhile.writers(entries, frozenset({"a"})) == ("Capt R. Singh",)
    assert meanwhile.foreign(entries, frozenset({"a"}), "n1")
    assert not meanwhile.foreign(entries, frozenset({"b"}), "n1")


def test_history_is_told_in_words() -> None:
    owner = "01934f6e-3a80-7000-8000-000000000001"
    entries = [
        entry("a", "Maj A. Diallo", **LOADED),
        entry("b", "Capt R. Singh", place=None, continues=owner),
    ]
    newest, first = told(entries, FIELDS, {owner: "Market stalls"}.__getitem__)
    assert first.first
    assert [(change.label, change.before, change.after) for change in newest.changes] == [
        ("Place", "Bor", "nothing"), ("Continues", "nothing", "Market stalls"),
    ]  # fmt: skip
    assert newest.changes[0].was == "Bor"


def test_the_first_fault_of_each_field_is_said() -> None:
    faults = (Fault("title", "required"), Fault("title", "not_text"), Fault("end", "before_start"))
    assert first_of_each(FIELDS, faults) == {
        "title": "This is needed.",
        "end": "This is before the start; correct one of the two.",
    }


def test_faults_in_tables_name_the_column_by_its_label() -> None:
    params: dict[str, str | int] = {"row": 2, "column": "paid_on"}
    words = first_of_each(
        FIELDS, [Fault("tranches", "no_such_date", params), Fault("continues", "not_a_reference")]
    )
    assert words["tranches"] == "Line 2, Paid on: There is no such day; check the figures."
    assert words["continues"] == "Choose a record from the list, or make a new one there."
