"""Whose a record is decides who changes it: what others say is kept, shown with its reason, and sets nothing."""

from typing import Any

import pytest

from app.domain.faults import RecordRefusedError
from app.domain.revisions import WITHDRAWN
from app.services import conflicts, records
from app.services.records import Entry
from tests.services.exchange.attacks.lab import FUTURE, Lab

BRANCH = {"unit": "fhq", "reach": "branch"}
UP = "fhq/east/indbatt-1"


def attacked(lab: Lab, by: str, kind: str, record: str, code: str, **fields: Any) -> None:
    """Say something of a record from its newest revisions; nobody applies it, and the history says why."""
    others = [name for name in ("force", "sector", "unit") if name != by]
    before = {name: lab.show(name, record).fields for name in others}
    heads = lab.heads(by, record)
    evil = lab.said(by, kind, record, heads, at=FUTURE, officer="Lt Gen X, Force Commander", **fields)
    lab.spread(by, lab.sealed(by, [evil], "fhq", "branch"))
    for name in others:
        entry = lab.history(name, evil)
        assert entry.ignored == tuple(sorted(fields))
        assert set(entry.reasons.values()) == {code}
        assert lab.show(name, record).fields == before[name]
    lab.agree(record, *others)


def test_an_issued_sitrep_is_not_replaced(lab: Lab) -> None:
    view = lab.complete("force", "sitrep", key_points="All calm", approved_by="Col B. Ba", **BRANCH)
    before_issue = view.heads
    lab.changed("force", view.id, issued_at="2026-11-21T08:00Z", issued_sha256="a" * 64)
    issued = lab.agree(view.id)
    for by in ("unit", "sector"):
        attacked(lab, by, "sitrep", view.id, "issued", key_points="War", issued_sha256="b" * 64)
    side = lab.said("force", "sitrep", view.id, before_issue, key_points="From before", at=FUTURE)
    again = lab.said(
        "sector", "sitrep", view.id, before_issue, issued_at="2026-11-21T07:00:00Z", issued_sha256="c" * 64
    )
    lab.spread("force", lab.sealed("force", [side], "fhq", "branch"), to=("sector", "unit"))
    lab.send("unit", "force", lab.sealed("force", [side], "fhq", "branch"))
    lab.spread("sector", lab.sealed("sector", [again], "fhq", "branch"))
    assert lab.agree(view.id, "force", "unit")["values"] == issued["values"]
    assert lab.show("sector", view.id).withdrawn is None
    with pytest.raises(RecordRefusedError):
        records.withdraw(lab.mission.force, view.id, "not wanted")


def test_a_report_that_its_own_post_issues_twice_apart_is_shown_as_such(lab: Lab) -> None:
    """Nobody can tell which came first, so neither replaces the other unseen, in any order; nobody settles it."""
    view = lab.complete("unit", "sitrep", key_points="All calm")
    issue: dict[str, Any] = {"issued_at": "2026-11-21T08:00:00Z", "issued_sha256": "a" * 64}
    lab.changed("unit", view.id, **issue)
    again = [
        lab.said("unit", "sitrep", view.id, view.heads, **issue, key_points=f"War {number}")
        for number in range(3)
    ]
    lab.spread("unit", *(lab.sealed("unit", [one], UP) for one in again), to=("force", "sector"))
    agreed = lab.agree(view.id, "force", "sector")
    assert set(agreed["conflicts"]) == {"issued_at"}
    (conflict,) = conflicts.conflicts(lab.mission.force)
    assert len(conflict.candidates) == 4
    for candidate in conflict.candidates:
        with pytest.raises(RecordRefusedError):
            conflicts.resolve(lab.mission.force, view.id, "issued_at", take=candidate.revision)


def test_an_issue_whose_past_nobody_has_freezes_nothing(lab: Lab) -> None:
    view = lab.complete("unit", "sitrep", key_points="All calm")
    unsent = lab.said("sector", "sitrep", view.id, view.heads, notes="Never sent")
    waiting = lab.said("sector", "sitrep", view.id, (unsent.id,), issued_at="2026-11-21T08:00:00Z")
    beside = lab.said("sector", "sitrep", view.id, view.heads, notes="Beside it")
    sealed = [lab.sealed("sector", [one], UP) for one in (waiting, beside)]
    lab.spread("sector", *sealed, to=("force", "unit"))
    values = lab.agree(view.id, "force", "unit")["values"]
    assert (values["key_points"], values["notes"]) == ("All calm", "Beside it")


def test_nobody_but_the_owner_lowers_a_marking_and_whoever_edits_may_raise_it(lab: Lab) -> None:
    view = lab.complete("force", "organisation", marking="CONFIDENTIAL", reach="branch")
    attacked(lab, "unit", "organisation", view.id, "only_raised", marking="UNCLASSIFIED")
    heads = lab.heads("unit", view.id)
    raised = lab.said("unit", "organisation", view.id, heads, marking="STRICTLY CONFIDENTIAL")
    lowered = lab.said("sector", "organisation", view.id, heads, marking="CONFIDENTIAL", at=FUTURE)
    lab.spread("unit", lab.sealed("unit", [raised], "fhq", "branch"), to=("force", "sector"))
    lab.send("sector", "force", lab.sealed("sector", [lowered], "fhq", "branch"))
    assert lab.show("force", view.id).fields["marking"] == "STRICTLY CONFIDENTIAL"
    assert lab.history("force", lowered).reasons == {"marking": "only_raised"}


def test_nobody_but_the_owner_releases(lab: Lab) -> None:
    view = lab.complete("force", "organisation", reach="branch")
    attacked(lab, "unit", "organisation", view.id, "not_yours", releasable=True)


def test_a_lesson_of_another_unit_is_not_withdrawn_or_rewritten(lab: Lab) -> None:
    view = lab.complete("west", "lesson", **BRANCH)
    attacked(lab, "unit", "lesson", view.id, "not_yours", what_happened="Nothing", withdrawn={"reason": "no"})
    attacked(lab, "sector", "lesson", view.id, "not_yours", **{WITHDRAWN: {"reason": "no"}})
    for name in ("sector", "unit"):
        with pytest.raises(RecordRefusedError) as refused:
            records.withdraw(lab.mission[name], view.id, "not wanted")
        assert [fault.code for fault in refused.value.faults] == ["not_yours"]
        entry = Entry(kind="lesson", id=view.id, fields={"why": "x"})
        assert [fault.code for fault in records.put(lab.mission[name], [entry]).faults] == ["not_yours"]
    records.withdraw(lab.mission.force, view.id, "told twice")


def test_no_organisation_is_merged_into_ones_own_copy(lab: Lab) -> None:
    view = lab.complete("force", "organisation", reach="branch")
    copy = lab.complete("unit", "organisation", name="OCHA (real)", **BRANCH)
    attacked(lab, "unit", "organisation", view.id, "not_yours", merged_into=copy.id)
    attacked(lab, "unit", "organisation", view.id, "not_yours", continued_in=copy.id)


def test_what_is_shared_on_the_branch_is_still_everybodys(lab: Lab) -> None:
    view = lab.complete("force", "organisation", reach="branch")
    lab.changed("unit", view.id, phone="+211 912")
    assert lab.agree(view.id)["values"]["phone"] == "+211 912"


def test_a_serial_and_unknown_fields_are_not_set_later(lab: Lab) -> None:
    view = lab.complete("sector", "organisation", **BRANCH)
    attacked(lab, "sector", "organisation", view.id, "at_birth", serial="EAST-ORG-2026-9999")
    attacked(lab, "sector", "organisation", view.id, "unknown_field", from_nowhere=1)
