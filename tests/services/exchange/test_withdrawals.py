"""A bundle that would withdraw or empty a great deal waits for a person; everything else in it does not."""

import pytest

from app.services import exchange, records
from app.services.applying import LEAST_WITHDRAWN, MASS_WITHDRAWAL, MOST_WITHDRAWN
from app.services.errors import MissingFileError
from app.services.records import Entry
from app.services.status import journal, status
from app.services.taking import BYTES_AT_ONCE
from app.services.views import FileOutcome, RecordView
from tests.services.exchange import forging
from tests.services.missions import COMPLETE, Mission, changed, saved


def many(mission: Mission, count: int, kind: str = "meeting", **options: str) -> list[RecordView]:
    """Save records at the unit and bring them to the sector and Force HQ."""
    entry = Entry(kind=kind, fields=dict(COMPLETE[kind]), **options)
    ids = records.put(mission.unit, [entry] * count).ids
    mission.send("unit", "sector")
    return [records.show(mission.unit, identifier) for identifier in ids]


def withdraw(mission: Mission, views: list[RecordView]) -> None:
    """Withdraw records at the unit."""
    entries = [Entry(kind=view.kind, id=view.id, fields={}, withdrawn="entered twice") for view in views]
    assert records.put(mission.unit, entries).faults == ()


def test_more_than_half_of_a_kind_waits_and_the_rest_does_not(mission: Mission) -> None:
    views = many(mission, 2 * LEAST_WITHDRAWN)
    withdraw(mission, views[: LEAST_WITHDRAWN + 1])
    other = saved(mission.unit, "place", reach="branch")
    file = mission.bundle("unit", "sector")
    expected = exchange.preview(mission.sector, file)
    (outcome,) = mission.take("sector", file)
    assert expected == outcome
    assert (outcome.outcome, [reason.code for reason in outcome.reasons]) == ("applied", [MASS_WITHDRAWAL])
    assert "meeting: 5" in outcome.reasons[0].detail
    assert records.count(mission.sector, "meeting") == len(views)
    assert records.show(mission.sector, other.id).kind == "place"
    (held,) = status(mission.sector).held
    assert held.reasons[0].code == MASS_WITHDRAWAL
    saved(mission.west)
    mission.send("west", "force")
    mission.send("force", "sector")
    assert len(status(mission.sector).held) == 1  # it does not go through by itself
    done = exchange.accept_withdrawals(mission.sector, held.file)
    assert (done.outcome, done.reasons) == ("applied", ())
    assert records.count(mission.sector, "meeting") == LEAST_WITHDRAWN - 1
    assert status(mission.sector).held == ()
    assert journal(mission.sector)[0]["outcome"] == "applied"
    with pytest.raises(MissingFileError):
        exchange.accept_withdrawals(mission.sector, held.file)


def test_half_of_a_kind_and_a_few_do_not_wait(mission: Mission) -> None:
    views = many(mission, 2 * LEAST_WITHDRAWN)
    withdraw(mission, views[:LEAST_WITHDRAWN])
    assert mission.send("unit", "sector").reasons == ()
    places = many(mission, LEAST_WITHDRAWN - 1, "place")
    withdraw(mission, places)
    assert mission.send("unit", "sector").reasons == ()
    assert records.count(mission.sector, "place") == 0


def test_more_than_two_hundred_wait_whatever_the_share_and_can_be_accepted_at_once(mission: Mission) -> None:
    views = many(mission, 3 * MOST_WITHDRAWN)
    withdraw(mission, views[: MOST_WITHDRAWN + 1])
    file = mission.bundle("unit", "sector")
    (held,) = mission.take("sector", file)
    assert (held.outcome, [reason.code for reason in held.reasons]) == ("held", [MASS_WITHDRAWAL])
    (taken,) = exchange.import_files(mission.sector, [file], accept_withdrawals=True)
    assert (taken.outcome, taken.reasons) == ("applied", ())
    assert records.count(mission.sector, "meeting") == len(views) - MOST_WITHDRAWN - 1
    assert status(mission.sector).held == ()


def test_what_follows_on_waiting_withdrawals_waits_with_them(mission: Mission) -> None:
    views = many(mission, LEAST_WITHDRAWN)
    withdraw(mission, views)
    mission.send("unit", "sector")
    later = saved(mission.unit)
    outcome = mission.send("unit", "sector")
    assert [reason.code for reason in outcome.reasons] == [MASS_WITHDRAWAL]
    for held in status(mission.sector).held:
        if held.file in {one.file for one in status(mission.sector).held}:
            exchange.accept_withdrawals(mission.sector, held.file)
    assert records.show(mission.sector, later.id).id == later.id
    assert status(mission.sector).held == ()


def test_withdrawals_taken_back_in_the_same_bundle_do_not_wait(mission: Mission) -> None:
    views = many(mission, LEAST_WITHDRAWN)
    withdraw(mission, views)
    for view in views:
        records.withdraw(mission.unit, view.id, "")
    changed(mission.unit, views[0], title="Still here")
    assert mission.send("unit", "sector").reasons == ()


def test_what_comes_withdrawn_is_no_withdrawal_however_much_comes_at_once(mission: Mission) -> None:
    """More than is applied in one go: what a later piece withdraws was begun by an earlier one of the same bundle."""
    number = MOST_WITHDRAWN + 10
    facts = "x" * (BYTES_AT_ONCE // number)
    begun = [forging.line(mission.unit, one, title="x", facts=facts) for one in range(number)]
    gone = [
        forging.line(mission.unit, one, parents=[first.id], withdrawn={"reason": "entered twice"})
        for one, first in enumerate(begun)
    ]
    sealed = forging.changeset(mission.unit, [*begun, *gone])
    file = forging.bundle(mission, mission.unit, mission.sector, [sealed])
    (outcome,) = mission.take("sector", file)
    assert (outcome.outcome, outcome.reasons) == ("applied", ())
    assert records.count(mission.sector, "meeting") == 0


def test_a_kept_bundle_is_let_go_when_somebody_agreed_to_the_same_in_another(mission: Mission) -> None:
    withdraw(mission, many(mission, LEAST_WITHDRAWN))
    assert mission.send("unit", "sector").outcome == "held"
    again = mission.bundle("unit", "sector", since_start=True)
    (agreed,) = exchange.import_files(mission.sector, [again], accept_withdrawals=True)
    assert (agreed.outcome, agreed.reasons) == ("applied", ())
    assert status(mission.sector).held == ()


def emptied(mission: Mission, views: list[RecordView], **fields: object) -> FileOutcome:
    """Let the unit take values from its records, as no form would, and bring that to the sector."""
    with mission.unit.logbook.reading() as reader:
        heads = {one: state.heads for one, state in reader.records({view.id for view in views}).items()}
    lines = [
        forging.line(mission.unit, number, kind=view.kind, record=view.id, parents=heads[view.id], **fields)
        for number, view in enumerate(views, 1)
    ]
    sealed = forging.changeset(mission.unit, lines)
    file = forging.bundle(mission, mission.unit, mission.sector, [sealed])
    expected = exchange.preview(mission.sector, file)
    (outcome,) = mission.take("sector", file)
    assert expected == outcome
    return outcome


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_taking_the_titles_of_more_than_half_of_a_kind_waits_as_withdrawing_them_does(
    mission: Mission, nothing: object
) -> None:
    views = many(mission, 2 * LEAST_WITHDRAWN)
    outcome = emptied(mission, views[: LEAST_WITHDRAWN + 1], title=nothing)
    assert (outcome.outcome, [one.code for one in outcome.reasons]) == ("held", [MASS_WITHDRAWAL])
    assert "meeting: 5" in outcome.reasons[0].detail
    assert all(records.show(mission.sector, view.id).title for view in views)
    (held,) = status(mission.sector).held
    done = exchange.accept_withdrawals(mission.sector, held.file)
    assert done.outcome == "applied"
    assert not records.show(mission.sector, views[0].id).fields.get("title", "").strip()


def test_half_of_a_kind_may_be_emptied(mission: Mission) -> None:
    views = many(mission, 2 * LEAST_WITHDRAWN)
    assert emptied(mission, views[:LEAST_WITHDRAWN], title=None).outcome == "applied"


def test_one_value_of_many_records_may_go(mission: Mission) -> None:
    views = many(mission, 2 * LEAST_WITHDRAWN)
    assert emptied(mission, views, outcome=None).outcome == "applied"
