"""Which settings and limits are in force hangs on no clock, no order of arrival, and on nothing that is not applied."""

from datetime import UTC, datetime

import pytest

from app.domain.record_identity import unclocked
from app.services import records, settings
from app.services.limits import sector_limits
from app.services.settings import SEVERAL
from app.services.status import status
from tests.services.exchange.attacks.lab import PAST, Lab

YEARS_AHEAD = datetime(2099, 1, 1, tzinfo=UTC)
EVERYBODY = ("sector", "unit")


def limits_at(lab: Lab, name: str) -> dict[str, int]:
    with lab.mission[name].logbook.reading() as reader:
        return dict(sector_limits(reader, lab.mission[name].standing))


@pytest.mark.parametrize(("loses", "counts"), [(YEARS_AHEAD, PAST), (PAST, YEARS_AHEAD)])
def test_a_date_in_2099_does_not_decide_which_settings_are_in_force(
    lab: Lab, loses: datetime, counts: datetime
) -> None:
    """The digest decides, whatever the dates; both orders of arrival, each at one logbook."""
    first, *others = (
        lab.begun("force", "mission_settings", at=at, title="Rules", qip_limit_days=days)
        for at, days in ((loses, 90), *[(counts, 120)] * 64)
    )
    second = max(others, key=lambda one: unclocked(one.record))
    while unclocked(first.record) > unclocked(second.record):
        first = lab.begun("force", "mission_settings", at=loses, title="Rules", qip_limit_days=90)
    sealed = [lab.sealed("force", [one], "fhq", "branch") for one in (first, second)]
    for name, order in (("sector", sealed), ("unit", sealed[::-1])):
        for one in order:
            lab.send("force", name, one)
        assert settings.current(lab.mission[name]).qip_limit_days == 120


def test_several_settings_are_shown_until_one_is_left(lab: Lab) -> None:
    honest = lab.complete("force", "mission_settings", title="Ours", qip_limit_days=90)
    for name in (*EVERYBODY, "force"):
        assert SEVERAL not in status(lab.mission[name]).alerts
    forged = lab.begun("force", "mission_settings", at=YEARS_AHEAD, title="Of 2099", qip_limit_days=1800)
    lab.spread("force", lab.sealed("force", [forged], "fhq", "branch"))
    first, last = (
        ("Of 2099", "Ours") if unclocked(forged.record) > unclocked(honest.id) else ("Ours", "Of 2099")
    )
    for name in (*EVERYBODY, "force"):
        found = status(lab.mission[name])
        (said,) = [one for one in found.warnings if "records of mission settings" in one]
        assert SEVERAL in found.alerts
        assert said.index(first) < said.index(last)
    records.withdraw(lab.mission.force, forged.record, "Not ours")
    lab.mission.settle()
    for name in (*EVERYBODY, "force"):
        assert SEVERAL not in status(lab.mission[name]).alerts
        assert settings.current(lab.mission[name]).qip_limit_days == 90


def test_a_limit_in_a_revision_that_is_not_applied_is_no_limit(lab: Lab) -> None:
    """One in another scope than its record's is foreign to it; one whose ancestor is missing waits."""
    view = lab.complete("force", "mission_settings", sector_approves_to="5000.00 USD")
    much = {"amount": 900_000_000, "currency": "USD"}
    foreign = lab.said("force", "mission_settings", view.id, view.heads, sector_approves_to=much)
    unsent = lab.said("force", "mission_settings", view.id, view.heads, title="Never sent")
    waiting = lab.said("force", "mission_settings", view.id, (unsent.id,), sector_approves_to=much)
    replacing = lab.said("force", "mission_settings", view.id, (unsent.id,), limit_replaces=list(view.heads))
    lab.spread(
        "force",
        lab.sealed("force", [foreign], "fhq/east", "branch"),
        lab.sealed("force", [waiting], "fhq", "branch"),
        lab.sealed("force", [replacing], "fhq", "branch"),
    )
    for name in ("force", *EVERYBODY):
        assert limits_at(lab, name) == {"USD": 500_000}
        assert lab.show(name, view.id).fields["sector_approves_to"] == {"amount": 500_000, "currency": "USD"}
