"""Programs of different versions: what is newer is kept, passed on and shown after an update, or waits for it."""

import hashlib
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.domain.faults import RecordRefusedError
from app.domain.kinds import ALL, SCHEMA
from app.domain.possession import proof_of
from app.domain.schemas import SERIES
from app.services import (
    attachments,
    budgets,
    calendar,
    conflicts,
    continuing,
    handover,
    matrix,
    records,
    sheets_out,
    sitreps,
)
from app.services.desks import Desk
from app.services.inspection import inspect
from app.services.records import Entry
from app.services.status import status
from app.services.structures import readable, typed_record
from app.services.wording import fault_words, reason_words
from app.sync.bundles import Attached
from tests.services.exchange import forging
from tests.services.exchange.another_version import Task, run
from tests.services.missions import Mission, desk_ids, saved, states

NEXT_SERIES = (SCHEMA // SERIES + 1) * SERIES
PEOPLE = [{"name": "Nyandeng"}]


def lines_of(desk: Desk, node: str) -> dict[str, bytes]:
    """Return the exact bytes of every changeset that a logbook holds of a node, by stream and number."""
    with desk.logbook.reading() as reader:
        return {
            f"{one.stream} {one.seq}": reader.changeset_file(one.pk).body
            for one in reader.changesets_of(node)
        }


def look_at_everything(mission: Mission) -> None:
    """Ask the sector for what its pages, sheets and reports show."""
    desk, now = mission.sector, datetime(2026, 11, 25, tzinfo=UTC)
    for kind in ALL:
        assert len(records.page(desk, kind.kind)) == len(records.keys(desk, kind.kind))
    assert records.search(desk, "seven")
    assert conflicts.conflicts(desk) == ()
    calendar.entries(desk, date(2026, 1, 1), date(2027, 1, 1), UTC)
    calendar.undated(desk)
    matrix.matrix(desk, everyone=True)
    budgets.overview(desk, now.date())
    handover.leftover(desk, now)
    sitreps.compose(desk, sitreps.Ask(type="weekly", until=now.date()))
    sheets_out.write(desk, sheets_out.EVERYTHING, mission.folder / "all.xlsx")


@pytest.fixture
def written(mission: Mission) -> dict[str, Any]:
    """Records of a unit with what an older version cannot know, and the file that brings them to the sector."""
    photo = attachments.keep(mission.unit, "well.jpg", b"a photo")
    meeting = saved(
        mission.unit,
        title="Review",
        outcome="Agreed",
        participants=PEOPLE,
        atmosphere=4,
        form="key_leader_engagement",
    )
    lesson = saved(mission.unit, "lesson", title="Review", attachments=[photo], marking="CONFIDENTIAL")
    return {
        "meeting": meeting,
        "lesson": lesson,
        "photo": photo["sha256"],
        "file": mission.bundle("unit", "sector"),
    }


def through_an_older_sector(mission: Mission, written: dict[str, Any]) -> dict[str, Any]:
    """Let a sector with an older version take it in, save on top of it and pass it on; return what it saw."""
    mission.sector.close()
    return run(
        Task(
            schema=SCHEMA - 1, logbook=str(mission.folder / "sector"), files=[str(written["file"])],
            retitle=written["meeting"].id, to=mission.force.identity.node, out=str(mission.folder / "on.liaison"),
        )
    )  # fmt: skip


def test_an_older_sector_keeps_shows_what_it_knows_and_passes_on_the_rest(
    mission: Mission, written: dict[str, Any]
) -> None:
    seen = through_an_older_sector(mission, written)
    (outcome,) = seen["outcomes"]
    assert (outcome["outcome"], outcome["reasons"], outcome["unknown"]) == ("applied", [], 2)
    assert any("2 record(s)" in words and "update the app" in words for words in seen["warnings"])
    meeting, lesson = written["meeting"], written["lesson"]
    shown = seen["records"][meeting.id]
    assert shown["title"] == "As the older version says"
    assert shown["fields"]["form"] == meeting.fields["form"]
    assert not {"participants", "atmosphere"} & shown["fields"].keys()
    assert seen["records"][lesson.id]["kind"] == "lesson"
    assert seen["found"] == []  # the title was changed, and lessons are not searched yet

    assert (
        inspect(mission.folder / "on.liaison")["manifest"]["marking"] == "CONFIDENTIAL"
    )  # that of the lesson
    (taken,) = mission.take("force", mission.folder / "on.liaison")
    assert (taken.outcome, taken.reasons, taken.unknown) == ("applied", (), 0)
    assert lines_of(mission.force, mission.unit.identity.node) == lines_of(
        mission.unit, mission.unit.identity.node
    )
    assert attachments.read(mission.force, written["photo"]) == b"a photo"
    fields = records.show(mission.force, meeting.id).fields
    assert fields == {**meeting.fields, "title": "As the older version says"}
    assert records.show(mission.force, lesson.id).fields == lesson.fields

    sector = mission.open("sector")
    assert states(sector) == states(mission.force)
    assert not any("update the app" in words for words in status(sector).warnings)
    assert [hit.id for hit in records.search(sector, "review")] == [lesson.id]


def test_a_bundle_of_the_next_series_waits_for_the_update_and_is_applied_by_it(mission: Mission) -> None:
    sealed = forging.changeset(mission.unit, [forging.line(mission.unit)], schema=NEXT_SERIES)
    file = forging.bundle(mission, mission.unit, mission.sector, [sealed], schema=NEXT_SERIES)
    beside = forging.bundle(mission, mission.unit, mission.sector, [sealed])
    before = states(mission.sector)
    for outcome in mission.take("sector", file, beside):
        assert (outcome.outcome, [one.code for one in outcome.reasons]) == ("held", ["held:newer-schema"])
        assert "update the app" in reason_words(outcome.reasons[0])
    assert states(mission.sector) == before
    assert len(status(mission.sector).held) == 2
    mission.sector.close()
    seen = run(Task(schema=NEXT_SERIES, logbook=str(mission.folder / "sector")))
    assert seen["records"][forging.record_id(mission.unit)]["title"] == "Forged 1"
    assert seen["held"] == 0


@pytest.mark.parametrize("ahead", [1, 2])
def test_values_of_every_other_type_are_kept_and_no_page_breaks(mission: Mission, ahead: int) -> None:
    others: list[Any] = [7, "seven", True, [1], {"a": {"b": []}}, [{"name": 3, "sha256": []}]]
    lines, number = [], 0
    for kind in ALL:
        for other in others:
            number += 1
            fields = {name: other for name in kind.__fields__ if name not in ("serial", "marking")}
            lines.append(forging.line(mission.unit, number, kind=kind.kind, **fields))
            lines.append(
                forging.line(mission.unit, number, kind=kind.kind, parents=[lines[-1].id], a_new_field=other)
            )
    sealed = forging.changeset(mission.unit, lines, schema=SCHEMA + ahead)
    file = forging.bundle(mission, mission.unit, mission.sector, [sealed], schema=SCHEMA + ahead)
    (outcome,) = mission.take("sector", file)
    assert (outcome.outcome, outcome.reasons, outcome.unknown) == ("applied", (), number)
    for identifier in desk_ids(mission.sector):
        view = records.show(mission.sector, identifier)
        assert readable(view.kind, view.fields) == view.fields
        typed_record(view.kind, view.fields)
        assert records.history(mission.sector, identifier)[0].fields
    look_at_everything(mission)
    mission.send("sector", "force")
    node = mission.unit.identity.node
    assert sealed.body in lines_of(mission.force, node).values()
    assert lines_of(mission.sector, node) == lines_of(mission.force, node)
    assert states(mission.sector) == states(mission.force)


def newer(mission: Mission, **fields: Any) -> str:
    """Let the sector take in a meeting with fields of a newer version; return its id."""
    revision = forging.line(mission.unit, title="Forged 1", started_at="2026-11-20T08:00:00Z", **fields)
    sealed = forging.changeset(mission.unit, [revision], schema=SCHEMA + 1)
    (outcome,) = mission.take("sector", forging.bundle(mission, mission.unit, mission.sector, [sealed]))
    assert outcome.outcome == "applied"
    return revision.record


def test_nobody_vouches_for_a_value_whose_type_only_a_newer_version_knows(mission: Mission) -> None:
    identifier = newer(mission, a_new_field=[{"a": 1}], atmosphere="calm")
    made, _ = continuing.continue_record(mission.sector, identifier, reach="branch")
    assert made.fields["title"] == "Forged 1"
    assert not {"a_new_field", "atmosphere"} & made.fields.keys()
    with mission.sector.logbook.reading() as reader:
        state = reader.records([identifier])[identifier]
    others = [
        forging.line(mission.unit, parents=state.heads, a_new_field=side, started_at="2026-11-20T08:00:00Z")
        for side in "ab"
    ]
    sealed = forging.changeset(
        mission.force,
        others,
        stream=forging.stream_of(mission.force, unit="fhq/east/indbatt-1"),
        schema=SCHEMA + 1,
    )
    mission.take("sector", forging.bundle(mission, mission.force, mission.sector, [sealed]))
    (conflict,) = conflicts.conflicts(mission.sector)
    assert conflict.field == "a_new_field"
    with pytest.raises(RecordRefusedError) as refused:
        conflicts.resolve(mission.sector, identifier, "a_new_field", take=conflict.candidates[1].revision)
    assert "update the app" in fault_words(refused.value.faults[0])


def test_rows_with_a_column_of_a_newer_version_are_not_written_over(mission: Mission) -> None:
    rows = [{"name": "Dr Bol", "a_new_column": "x"}]
    identifier = newer(mission, participants=rows, form="a_new_form")

    def edited(**fields: Any) -> None:
        records.save(mission.sector, Entry(kind="meeting", id=identifier, fields=fields))

    for name, typed in {"participants": [{"name": "Dr Bol Deng"}], "form": "other"}.items():
        with pytest.raises(RecordRefusedError) as refused:
            edited(**{name: typed})
        assert [(one.field, one.code) for one in refused.value.faults] == [(name, "newer_field")]
    edited(title="With Dr Bol", participants=rows)
    view = records.show(mission.sector, identifier)
    assert (view.fields["participants"], view.fields["form"], view.title) == (
        rows,
        "a_new_form",
        "With Dr Bol",
    )


def test_a_record_is_judged_by_the_rules_of_its_own_kind(mission: Mission) -> None:
    """A node calls a QIP a lesson, whose kind has no workflow, to bring it past its approval."""
    qip = forging.line(mission.unit, kind="qip", title="Borehole", state="idea")
    jump = forging.line(
        mission.unit,
        kind="lesson",
        record=qip.record,
        parents=[qip.id],
        state="completed",
        title="Borehole, done",
    )
    sealed = forging.changeset(mission.unit, [qip, jump])
    (outcome,) = mission.take("sector", forging.bundle(mission, mission.unit, mission.sector, [sealed]))
    assert outcome.counts["lesson"]["not_applied"] == 1
    view = records.show(mission.sector, qip.record)
    assert (view.kind, view.state, view.title) == ("qip", "idea", "Borehole")
    (entry,) = [one for one in records.history(mission.sector, qip.record) if one.revision == jump.id]
    assert entry.ignored == ("state", "title")


def test_a_file_that_only_an_unknown_field_names_is_passed_on(mission: Mission) -> None:
    body = b"a drawing"
    digest = hashlib.sha256(body).hexdigest()
    cover = {"sha256": digest, "proof": proof_of(body)}
    lines = [
        forging.line(mission.unit, 1, cover=cover),
        forging.line(mission.unit, 2, sketches=[{"sha256": "f" * 64}]),
    ]
    sealed = forging.changeset(mission.unit, lines, schema=SCHEMA + 1)
    drawing = Attached(digest, len(body), lambda: body)
    file = forging.bundle(mission, mission.unit, mission.sector, [sealed], attachments=[drawing])
    assert mission.take("sector", file)[0].attachments == 1
    mission.send("sector", "force")
    assert attachments.read(mission.force, digest) == body
    with mission.force.logbook.reading() as reader:
        assert reader.wanted_attachments() == (
            "f" * 64,
        )  # to be asked for, as any file that did not come along
