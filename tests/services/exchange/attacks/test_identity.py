"""Nobody takes over what a record is, whose it is or whom it is for, and nobody blocks it: not by any clock."""

import random
from datetime import datetime
from itertools import permutations
from typing import Any

import pytest

from app.services import records
from app.services.errors import UnknownRecordError
from app.storage.rows import FOREIGN
from tests.services.exchange.attacks.lab import FUTURE, PAST, Lab


@pytest.mark.parametrize("at", [PAST, FUTURE])
@pytest.mark.parametrize("kind", ["note", "organisation", "from_tomorrow"])
def test_a_first_revision_of_somebody_else_changes_neither_kind_nor_author(
    lab: Lab, kind: str, at: datetime
) -> None:
    view = lab.new("force", "organisation", name="OCHA", reach="branch")
    before = lab.agree(view.id)
    fields: dict[str, Any] = {"name": "Taken"} if kind == "organisation" else {"topic": "x"}
    taking = lab.said("unit", kind, view.id, at=at, **fields)
    lab.spread("unit", lab.sealed("unit", [taking], "fhq", "branch"))
    for name in ("force", "sector"):
        shown = lab.show(name, view.id)
        assert (shown.kind, shown.title, shown.heads) == ("organisation", "OCHA", view.heads)
        entry = lab.history(name, taking)
        assert (entry.status, entry.ignored, entry.doubtful) == (FOREIGN, tuple(fields), True)
    assert lab.agree(view.id) == before


def test_settings_and_directives_stay_what_they_are(lab: Lab) -> None:
    settings = lab.new("force", "mission_settings", title="Rules", qip_ceiling="50000.00 USD")
    directive = lab.new("force", "directive", title="No escorts", text="x")
    evil = [lab.said("unit", "note", one.id, at=PAST, topic="x") for one in (settings, directive)]
    lab.spread("unit", lab.sealed("unit", evil, "fhq", "branch"))
    assert lab.show("force", settings.id).fields["qip_ceiling"] == {"amount": 5_000_000, "currency": "USD"}
    assert lab.show("sector", directive.id).title == "No escorts"


def test_what_stands_on_a_foreign_beginning_sets_nothing(lab: Lab) -> None:
    view = lab.new("force", "organisation", name="OCHA", reach="branch")
    root = lab.said("unit", "organisation", view.id, at=PAST, name="x")
    child = lab.said("unit", "organisation", view.id, (root.id,), name="Taken", at=FUTURE)
    lab.spread("unit", lab.sealed("unit", [root, child], "fhq", "branch"))
    assert lab.show("force", view.id).title == "OCHA"
    assert lab.history("force", child).status == FOREIGN
    assert lab.show("force", view.id).heads == view.heads


def test_squatting_a_record_id_blocks_nobody(lab: Lab) -> None:
    """A sector that relays a unit's record seals its id first, in a scope of its own."""
    mission = lab.mission
    view = records.save(
        mission.unit,
        records.Entry(kind="meeting", fields={"title": "Sensitive", "started_at": "2026-11-20T08:00Z"}),
    )[0]
    squat = lab.said("sector", "meeting", view.id, title="x")
    lab.send("sector", "force", lab.sealed("sector", [squat], "fhq/east"))
    with pytest.raises(UnknownRecordError):
        lab.show("force", view.id)
    assert mission.send("unit", "force").outcome == "applied"
    shown = lab.show("force", view.id)
    assert (shown.title, shown.unit) == ("Sensitive", "fhq/east/indbatt-1")
    later = lab.new("unit", "meeting", title="Later", started_at="2026-11-20T09:00Z")
    assert lab.show("force", later.id).title == "Later"
    mission.settle()
    lab.agree(view.id, "force", "sector", "unit")


def test_a_record_keeps_its_scope_and_its_readers(lab: Lab) -> None:
    view = lab.new("unit", "organisation", name="Ours")
    wide = lab.said("sector", "organisation", view.id, view.heads, name="For all")
    lab.spread("sector", lab.sealed("sector", [wide], "fhq", "branch"))
    for name in ("force", "sector", "unit"):
        shown = lab.show(name, view.id)
        assert (shown.title, shown.unit, shown.reach) == ("Ours", "fhq/east/indbatt-1", "up")
    assert lab.history("force", wide).ignored == ("name",)
    with pytest.raises(UnknownRecordError):
        lab.show("west", view.id)


def test_an_author_who_seals_a_beginning_in_two_scopes_is_understood_alike_in_any_order(lab: Lab) -> None:
    first = lab.begun("unit", "organisation", name="Twice")
    then = lab.said("unit", "organisation", first.record, (first.id,), name="For the sector")
    beside = lab.said("unit", "organisation", first.record, (first.id,), name="For the unit, too")
    changesets = [
        lab.sealed("unit", [first], "fhq/east", "up"),
        lab.sealed("unit", [first], "fhq/east/indbatt-1", "up"),
        lab.sealed("unit", [then], "fhq/east", "up"),
        lab.sealed("unit", [beside], "fhq/east/indbatt-1", "up"),
    ]
    orders = random.Random(3).sample(list(permutations(changesets)), 2)
    for name, order in zip(("force", "sector"), orders, strict=True):
        for one in order:
            lab.send("unit", name, one)
    agreed = lab.agree(first.record, "force", "sector")
    assert agreed["scope"] == ("fhq/east", "up")
    assert sorted(agreed["conflicts"]["name"]) == sorted([then.id, beside.id])


def test_an_author_does_not_shed_what_was_decided_by_sealing_the_beginning_elsewhere(lab: Lab) -> None:
    """Its QIP was rejected, its note withdrawn, its report issued: all of that stays, also for whom it is."""
    qip = lab.complete("unit", "qip", state="drafted")
    lab.changed("unit", qip.id, state="submitted_local")
    for state in ("cleared_local", "submitted_prc"):
        lab.changed("force", qip.id, state=state)
    lab.changed("force", qip.id, state="rejected", state_reason="no")
    note = lab.complete("unit", "note")
    records.withdraw(lab.mission.force, note.id, "It is not so")
    sitrep = lab.complete("unit", "sitrep", key_points="All calm")
    lab.changed("unit", sitrep.id, issued_at="2026-11-21T08:00Z", issued_sha256="a" * 64)
    every = (qip, note, sitrep)
    before = {one.id: lab.agree(one.id) for one in every}
    again = [lab.sealed("unit", lab.roots("unit", one.id), "fhq", "branch") for one in every]
    above = [lab.sealed("unit", lab.roots("unit", one.id), "fhq", "up") for one in (qip, note)]
    lab.spread("unit", *again, to=("sector",))
    lab.spread("unit", *again, *above, to=("force",))
    for one in every:
        assert lab.agree(one.id, "force", "sector") == before[one.id]
    assert lab.show("force", qip.id).state == "rejected"
    assert lab.show("force", note.id).withdrawn == "It is not so"
    attempt = lab.said("unit", "sitrep", sitrep.id, lab.heads("unit", sitrep.id), key_points="War")
    lab.spread("unit", lab.sealed("unit", [attempt], "fhq", "branch"), to=("force", "sector"))
    assert lab.agree(sitrep.id, "force", "sector")["values"]["key_points"] == "All calm"


def test_what_a_headquarters_said_upwards_is_not_opened_to_others_by_the_author(lab: Lab) -> None:
    """A unit wrote for Force HQ alone, which answered there; a beginning for everybody moves nothing there."""
    first = lab.begun("unit", "note", topic="For Force HQ", observed_at="2026-11-20T08:00:00Z")
    lab.send("unit", "force", lab.sealed("unit", [first], "fhq", "up"))
    lab.changed("force", first.record, notes="Between us")
    lab.send("unit", "force", lab.sealed("unit", [first], "fhq", "branch"))
    lab.mission.settle()
    shown = lab.show("force", first.record)
    assert (shown.unit, shown.reach, shown.fields["notes"]) == ("fhq", "up", "Between us")
    assert "notes" not in lab.show("west", first.record).fields


def test_a_first_revision_passed_on_in_a_stream_of_another_node_is_still_its_authors(lab: Lab) -> None:
    view = lab.new("unit", "meeting", title="Ours", started_at="2026-11-20T08:00Z")
    copied = lab.sealed("sector", lab.roots("unit", view.id), "fhq/east")
    lab.send("sector", "force", copied)
    assert lab.agree(view.id, "force", "unit")["scope"] == ("fhq/east/indbatt-1", "up")
