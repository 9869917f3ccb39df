"""States: which steps there are, what each still needs, and who may take it."""

import msgspec
from pytestqt.qtbot import QtBot

from app.desktop.editors.states import StateWidget, steps_of
from app.domain.fields import Field, FieldType
from app.domain.kinds import fields_of
from app.domain.qips import WORKFLOW, Qip
from app.domain.reading import read_fields
from app.domain.records import Record
from app.services.structures import typed_record
from tests.services.missions import COMPLETE


def qip(**fields: str) -> Qip:
    """Return a project with some fields filled in."""
    return msgspec.convert(fields, Qip)


def complete(state: str) -> Record:
    """Return a project that says all that must hold anywhere."""
    wire, _ = read_fields(fields_of("qip"), {**COMPLETE["qip"], "state": state})
    return typed_record("qip", wire)


def test_a_gate_says_what_is_missing() -> None:
    steps = {step.target: step for step in steps_of(WORKFLOW, complete("mou_signed"), "mou_signed", "unit")}
    assert steps["first_tranche"].missing == ("first disbursement or a paid tranche",)
    assert not steps["first_tranche"].possible
    assert steps["suspended"].possible
    assert steps["suspended"].reason


def test_a_level_says_who_takes_the_step() -> None:
    record = complete("recommended")
    (approved,) = [
        step for step in steps_of(WORKFLOW, record, "recommended", "sector") if step.target == "approved"
    ]
    assert (approved.who, approved.possible) == ("Force HQ", False)
    (again,) = [
        step for step in steps_of(WORKFLOW, record, "recommended", "force") if step.target == "approved"
    ]
    assert again.possible


def test_missing_fields_are_named_by_their_labels() -> None:
    steps = {step.target: step for step in steps_of(WORKFLOW, qip(title="x", place="Bor"), "drafted", "unit")}
    assert steps["submitted_local"].missing == (
        "Cost in cash",
        "Confidence objective",
        "Implementing partner",
    )


def test_only_possible_steps_can_be_chosen_and_one_can_be_taken_back(qtbot: QtBot) -> None:
    field = Field(label="State", name="state", type=FieldType.STATE)
    widget = StateWidget(
        field, lambda state: steps_of(WORKFLOW, qip(state=state), state, "unit"), initial="idea"
    )
    qtbot.addWidget(widget)
    widget.set_value("mou_signed")
    assert set(widget.buttons) == {"suspended", "cancelled"}
    widget.buttons["suspended"].click()
    assert widget.value() == "suspended"
    widget.buttons["back"].click()
    assert widget.value() == "mou_signed"
    widget.set_raw("cancelled")
    assert (widget.value(), widget.chosen is not None) == ("cancelled", True)
