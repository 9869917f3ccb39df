"""Victims in records: pointed out when saving, and never named in a sitrep or to partners."""

from datetime import date

import pytest

from app.services import records, sitreps
from app.services.cautions import cautions_of
from app.services.records import Entry
from app.services.sitreps import Ask
from tests.services.missions import Mission, saved
from tests.services.test_sitreps import text_of

RAPE = "Rape of a girl of 12, Mary Akol, in Pibor boma"


@pytest.mark.parametrize(
    ("kind", "field", "text"),
    [("referral", "matter", RAPE), ("referral", "details", RAPE), ("assessment", "protection", RAPE),
     ("note", "facts", "Viol d’une fillette, Marie Ngono, à Bria")],
)  # fmt: skip
def test_a_record_that_seems_to_name_a_victim_is_pointed_out(
    mission: Mission, kind: str, field: str, text: str
) -> None:
    view = saved(mission.unit, kind, **{field: text})
    (caution,) = cautions_of(mission.unit, view)
    assert (caution.field, caution.code) == (field, "names_victim")
    assert "seems to name somebody" in caution.message
    said = records.put(mission.unit, [Entry(kind=kind, id=view.id, fields={field: f"{text}."})])
    assert [(one.field, one.code) for one in said.warnings] == [(field, "names_victim")]


def test_a_person_on_record_is_known_in_any_spelling_of_capitals(mission: Mission) -> None:
    saved(mission.unit, "person", name="Nyakuoth Deng")
    view = saved(mission.unit, "referral", matter="abduction of nyakuoth deng")
    assert [one.code for one in cautions_of(mission.unit, view)] == ["names_victim"]
    other = saved(mission.unit, "referral", matter="meeting with nyakuoth deng")
    assert cautions_of(mission.unit, other) == ()


@pytest.mark.parametrize("flash", [True, False])
def test_a_sitrep_gives_the_reference_and_not_the_name(mission: Mission, flash: bool) -> None:
    view = saved(
        mission.force,
        "note",
        topic=RAPE,
        facts=f"Reported to us: {RAPE}",
        observed_at="2026-11-20T08:00Z",
        flash=flash,
    )
    issued = sitreps.issue(mission.force, Ask(type="weekly", until=date(2026, 11, 21)))
    text = text_of(issued.pdf)
    assert "Akol" not in text
    assert "name left out" in text
    assert view.serial
    saved(mission.force, "referral", matter=RAPE)
    again = sitreps.issue(mission.force, Ask(type="weekly", until=date(2026, 11, 21)))
    assert "Akol" not in text_of(again.pdf)
