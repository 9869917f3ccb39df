"""A save that is dated far ahead is shown as doubtful and stands on top of no list."""

from datetime import date, timedelta
from typing import Any

from app.services import attachments, clocks, doubles, doubles_merging, progress, records, sitreps
from app.services.newest import NEWEST_FIRST
from app.services.sitreps import Ask
from tests.services.exchange.attacks.lab import FUTURE, Lab

UP = "fhq/east/indbatt-1"


def topics(lab: Lab, name: str, **options: Any) -> list[str]:
    return [
        str(one.fields["topic"])
        for one in records.page(lab.mission[name], "note", order=NEWEST_FIRST, **options)
    ]


def test_a_save_of_the_year_9999_comes_last_of_those_sorted_by_the_last_save(lab: Lab) -> None:
    lab.complete("unit", "note", topic="First")
    lab.complete("unit", "note", topic="Second")
    forged = lab.begun("unit", "note", at=FUTURE, topic="Look at me")
    soon = lab.begun("unit", "note", at=lab.mission.unit.clock() + timedelta(hours=23), topic="Clock ahead")
    lab.spread("unit", *(lab.sealed("unit", [one], UP) for one in (forged, soon)), to=("force", "sector"))
    for name in ("force", "sector"):
        desk = lab.mission[name]
        assert topics(lab, name) == ["Clock ahead", "Second", "First", "Look at me"]
        assert [topics(lab, name, limit=limit)[-1] for limit in (1, 2, 3, 4)] == [
            "Clock ahead", "Second", "First", "Look at me",
        ]  # fmt: skip
        keys = records.keys(desk, "note", order=NEWEST_FIRST)
        shown = records.window(desk, "note", order=NEWEST_FIRST, size=3)
        assert (list(shown.keys), shown.count) == (list(keys[:3]), 4)
        assert lab.history(name, forged).doubtful
        assert not lab.history(name, soon).doubtful
    lab.agree(forged.record, "force", "sector")


def test_emergencies_are_not_pushed_out_of_sight_by_dates_ahead(lab: Lab) -> None:
    flash = lab.complete(
        "unit", "note", topic="Shots at the market", flash=True, observed_at="2026-11-20T06:00:00Z"
    )
    many = [
        lab.begun(
            "unit", "note", at=FUTURE, topic=f"Noise {number}", flash=True, observed_at="2026-11-20T06:00:00Z"
        )
        for number in range(clocks.MOST_CLOCKS)
    ]
    lab.spread("unit", lab.sealed("unit", many, UP), to=("force",))
    running = clocks.running(lab.mission.force, lab.mission.force.clock())
    assert flash.id in {one.record.id for one in running}


def test_of_visits_what_is_dated_ahead_drives_no_progress(lab: Lab) -> None:
    """Neither by its save, of two visits on one day, nor by its own day."""
    qip = lab.complete("unit", "qip", title="Borehole")
    lab.complete("unit", "visit", project=qip.id, date="2026-11-02", percent_physical=40, percent_spent=10)
    ahead = [
        lab.begun("unit", "visit", at=FUTURE, project=qip.id, date=day, percent_physical=99, percent_spent=99)
        for day in ("2026-11-02", "9999-01-01")
    ]
    lab.spread("unit", lab.sealed("unit", ahead, UP), to=("force", "sector"))
    for name in ("force", "sector"):
        found = progress.progress_of(lab.mission[name], [qip.id])[qip.id]
        assert (found.physical, found.spent) == (40, 10)
        content = sitreps.compose(lab.mission[name], Ask(until=date(2026, 11, 22))).content
        assert "40" in str(content.qips)
        assert "99 %" not in str(content.qips)


def test_a_save_dated_ahead_takes_no_photo_out_of_a_sitrep(
    lab: Lab,
) -> None:
    desk = lab.mission.unit
    file = {**attachments.keep(desk, "roof.txt", b"roof"), "caption": "Roof"}
    note = lab.complete("unit", "note", topic="Roof", observed_at="2026-11-20T06:00:00Z", attachments=[file])
    period = Ask(until=date(2026, 11, 22))
    before = len(sitreps.gathered(desk, period).files)
    said = lab.said("unit", "note", note.id, note.heads, at=FUTURE, facts="Ahead")
    lab.send("unit", "unit", lab.sealed("unit", [said], UP))
    assert lab.show("unit", note.id).updated_at.startswith("9999")
    assert len(sitreps.gathered(desk, period).files) == before == 1


def test_the_history_goes_by_what_stands_on_what(lab: Lab) -> None:
    """A save of the year 9999 stands before the one that was made on top of it."""
    note = lab.complete("unit", "note", topic="One")
    ahead = lab.said("unit", "note", note.id, note.heads, at=FUTURE, topic="Ahead")
    after = lab.said("unit", "note", note.id, (ahead.id,), topic="After")
    lab.spread("unit", *(lab.sealed("unit", [one], UP) for one in (ahead, after)), to=("force", "sector"))
    for name in ("force", "sector"):
        entries = records.history(lab.mission[name], note.id)
        assert [one.fields.get("topic") for one in entries][-2:] == ["Ahead", "After"]


def test_a_double_whose_save_is_dated_ahead_is_not_the_newest_that_was_merged(lab: Lab) -> None:
    desk = lab.mission.unit
    stays, first, second = (
        lab.new("unit", "organisation", name=name).id for name in ("WATCOM", "Watcom", "Wat Com")
    )
    for one in (first, second):
        doubles_merging.merge(desk, one, stays)
    view = lab.show("unit", first)
    forged = lab.said("unit", "organisation", first, view.heads, at=FUTURE, notes="Ahead")
    lab.send("unit", "unit", lab.sealed("unit", [forged], str(view.unit), view.reach))
    assert lab.show("unit", first).updated_at.startswith("9999")
    assert [one.double.id for one in doubles.merged(desk, "organisation")] == [second, first]
