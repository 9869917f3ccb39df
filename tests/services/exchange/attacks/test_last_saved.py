"""Who saved a record last, and when, is told of what counts only, and alike everywhere."""

from app.services.views import RecordView
from tests.services.exchange.attacks.lab import FUTURE, Lab


def _last(view: RecordView) -> tuple[str, str]:
    return view.updated_at, view.updated_by


def test_what_counts_for_nothing_is_not_the_last_save(lab: Lab) -> None:
    """By a straight history, and where the whole history is read."""
    for number in range(2):
        view = lab.new("force", "mission_settings", title=f"Rules {number}")
        before = _last(lab.show("sector", view.id))
        for text in ("x", "y")[: number + 1]:
            evil = lab.said(
                "unit", "mission_settings", view.id, view.heads, at=FUTURE, officer="Lt Gen, Commander", notes=text
            )  # fmt: skip
            lab.spread("unit", lab.sealed("unit", [evil], "fhq", "branch"))
        for name in ("force", "sector"):
            assert _last(lab.show(name, view.id)) == before


def test_of_two_saves_of_one_moment_all_name_the_same_as_the_last(lab: Lab) -> None:
    view = lab.new(
        "sector", "meeting", title="Coordination", started_at="2026-11-20T08:00:00Z", reach="branch"
    )
    moment = lab.mission.clock.moment
    first = lab.said("sector", "meeting", view.id, view.heads, at=moment, officer="Maj Alpha", title="One")
    second = lab.said("sector", "meeting", view.id, (first.id,), at=moment, officer="Maj Bravo", title="Two")
    one, two = (lab.sealed("sector", [said], "fhq/east", "branch") for said in (first, second))
    for name, order in (("force", (one, two)), ("unit", (two, one))):
        for sealed in order:
            lab.send("sector", name, sealed)
    assert _last(lab.show("force", view.id)) == _last(lab.show("unit", view.id))


def test_a_save_dated_ahead_is_the_last_one_until_somebody_saves_on_top_of_it(lab: Lab) -> None:
    """Whoever saves on top is named, in any order of arrival; the year 9999 does not stay for good."""
    view = lab.new("unit", "meeting", title="Coordination", started_at="2026-11-20T08:00:00Z", reach="branch")
    ahead = lab.said(
        "unit", "meeting", view.id, view.heads, at=FUTURE, officer="Lt Gen, Commander", title="One"
    )
    after = lab.said("unit", "meeting", view.id, (ahead.id,), officer="Maj Unit", title="Two")
    one, two = (lab.sealed("unit", [said], "fhq/east/indbatt-1", "branch") for said in (ahead, after))
    for name, order in (("force", (one, two)), ("sector", (two, one))):
        for sealed in order:
            lab.send("unit", name, sealed)
    for name in ("force", "sector"):
        assert _last(lab.show(name, view.id)) == (after.at, "Maj Unit")


def test_who_repeats_a_save_without_a_right_to_it_is_not_its_saver(lab: Lab) -> None:
    """A sector seals the words of another sector's unit as its own, before or after they come."""
    view = lab.new(
        "unit", "note", topic="Ours", observed_at="2026-11-20T08:00:00Z", unit="fhq", reach="branch"
    )
    said = lab.said("unit", "note", view.id, view.heads, topic="Still ours")
    original, copy = (lab.sealed(name, [said], "fhq", "branch") for name in ("unit", "west"))
    for name, order in (("force", (original, copy)), ("sector", (copy, original))):
        for one in order:
            lab.send("unit", name, one)
    assert lab.agree(view.id, "force", "sector")["updated"][2] == lab.mission.unit.identity.node
