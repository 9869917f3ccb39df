"""Unit, sector and Force HQ edit, export, relay, lose, repeat and reorder; in the end all hold the same."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.domain.faults import RecordRefusedError
from app.domain.scopes import Reach, Scope, may_read
from app.services import conflicts, exchange, records, safety
from app.services.desks import open_desk
from app.services.records import Entry
from app.services.status import status
from tests.services.missions import PASSPHRASE, PATHS, Mission, dump, opened, saved, states

NAMES = ("unit", "sector", "force")
NEIGHBOURS = (("unit", "sector"), ("sector", "unit"), ("sector", "force"), ("force", "sector"))
FIELDS = ("title", "outcome", "notes", "host")
TEXTS = st.sampled_from(["", "one", "two", "deux à trois", "الاجتماع"])
FIRST: dict[str, Path] = {}


@pytest.fixture(scope="module", autouse=True)
def first_of_all(first_mission: Path) -> Iterator[None]:
    """Give the machines, which take no fixtures, the mission to copy."""
    FIRST["mission"] = first_mission
    yield
    FIRST.clear()


class Exchanges(RuleBasedStateMachine):
    """Three logbooks; `sent` are bundles on their way, each with its receiver."""

    made = Bundle("made")
    sent = Bundle("sent")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="machine-"))
        self.mission: Mission = opened(FIRST["mission"], self.folder / "mission")
        self.acknowledged: dict[str, set[str]] = {name: set() for name in NAMES}
        self.copies: dict[str, tuple[Path, set[str]]] = {}
        self.places: dict[str, Path] = {}
        self.restores = 0

    @initialize(target=made)
    def start(self) -> Any:
        """Begin with one record that all three hold."""
        view = saved(self.mission.force, reach="branch")
        for sender, receiver in (("force", "sector"), ("sector", "unit")):
            assert self.mission.send(sender, receiver).outcome == "applied"
        return view.id

    @rule(
        target=made,
        at=st.sampled_from(NAMES),
        reach=st.sampled_from(["up", "branch", "laptop"]),
        unit=st.sampled_from([None, "fhq", "fhq/east"]),
        kind=st.sampled_from(["meeting", "qip"]),
    )
    def create(self, at: str, reach: str, unit: str | None, kind: str) -> str:
        """Save a new record, in a scope that its author may read: what is meant for others only cannot be relayed."""
        if unit is not None and not may_read(
            PATHS[at], Scope(unit, Reach.BRANCH if reach == "branch" else Reach.UP)
        ):
            unit = None
        view = saved(self.mission[at], kind, reach=reach, unit=unit)
        self._acknowledge(at, view.id)
        return view.id

    @rule(record=made, at=st.sampled_from(NAMES), field=st.sampled_from(FIELDS), text=TEXTS)
    def edit(self, record: str, at: str, field: str, text: str) -> None:
        """Change one field, where the record is held."""
        self._save(at, record, {field: text})

    @rule(record=made, at=st.sampled_from(NAMES), state=st.sampled_from(["assessed", "drafted", "cancelled"]))
    def step(self, record: str, at: str, state: str) -> None:
        """Take a step of a workflow, where there is one and it is allowed."""
        self._save(at, record, {"state": state, "state_reason": "decided"})

    @rule(record=made, at=st.sampled_from(NAMES), reason=st.sampled_from(["entered twice", ""]))
    def withdraw(self, record: str, at: str, reason: str) -> None:
        """Withdraw a record, or take that back."""
        if self._holds(at, record):
            try:
                records.withdraw(self.mission[at], record, reason)
            except RecordRefusedError:
                return  # not the owner's
            self._acknowledge(at, record)

    @rule(record=made, at=st.sampled_from(NAMES))
    def release(self, record: str, at: str) -> None:
        """Let a record leave the laptop."""
        view = self._shown(at, record)
        if view is not None and view.reach == "laptop":
            records.save(self.mission[at], Entry(kind=view.kind, id=record, fields={}, reach="up"))
            self.acknowledged[at] -= {one for one in self.acknowledged[at] if one.startswith(record)}
            self._acknowledge(at, record)

    @rule(at=st.sampled_from(NAMES), number=st.integers(0, 5))
    def resolve(self, at: str, number: int) -> None:
        """Settle a conflict by one of its sides."""
        found = conflicts.conflicts(self.mission[at])
        if found:
            conflict = found[number % len(found)]
            side = conflict.candidates[number % len(conflict.candidates)]
            try:
                conflicts.resolve(self.mission[at], conflict.record, conflict.field, take=side.revision)
            except RecordRefusedError:
                return
            self._acknowledge(at, conflict.record)

    @rule(hours=st.integers(-2000, 2000))
    def turn_clock(self, hours: int) -> None:
        """Turn the clock of everybody."""
        self.mission.clock.turn(hours=hours)

    @rule(target=sent, way=st.sampled_from(NEIGHBOURS), everything=st.booleans(), plain=st.booleans())
    def export(self, way: tuple[str, str], everything: bool, plain: bool) -> tuple[str, Path]:
        """Write a bundle that is now on its way."""
        sender, receiver = way
        return receiver, self.mission.bundle(sender, receiver, since_start=everything, plain=plain)

    @rule(target=sent, bundle=consumes(sent), repeated=st.booleans())
    def deliver(self, bundle: tuple[str, Path], repeated: bool) -> Any:
        """Import one of the bundles that are on their way, whichever; it may come again."""
        receiver, file = bundle
        (outcome,) = self.mission.take(receiver, file)
        assert outcome.outcome in ("applied", "nothing-new", "held"), outcome
        assert all(reason.code.startswith("held:") for reason in outcome.reasons), outcome
        return multiple(bundle) if repeated else multiple()

    @rule(bundle=consumes(sent))
    def lose(self, bundle: tuple[str, Path]) -> None:
        """Lose a bundle."""
        bundle[1].unlink(missing_ok=True)

    @rule(at=st.sampled_from(["unit", "sector"]))
    def back_up(self, at: str) -> None:
        """Make a backup."""
        self.copies[at] = (
            safety.backup(self.mission[at], self.folder / f"{at}.backups"),
            set(self.acknowledged[at]),
        )

    @precondition(lambda self: self.copies)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        """Put a backup in place of a logbook; what it had said since is owed only where it has got out."""
        at = data.draw(st.sampled_from(sorted(self.copies)))
        file, acknowledged = self.copies.pop(at)
        self.mission[at].close()
        self.restores += 1
        folder = self.folder / f"{at}-{self.restores}"
        self.mission.desks[at] = safety.restore(file, folder, PASSPHRASE, clock=self.mission.clock)
        self.places[at] = folder
        self.acknowledged[at] = acknowledged

    @rule(at=st.sampled_from(NAMES))
    def reopen(self, at: str) -> None:
        """Close a logbook and open it again."""
        self.mission[at].close()
        folder = self.places.get(at, self.mission.folder / at)
        self.mission.desks[at] = open_desk(folder, PASSPHRASE, clock=self.mission.clock)

    @invariant()
    def nothing_saved_is_lost(self) -> None:
        """Every revision that was acknowledged is still there."""
        for name in NAMES:
            with self.mission[name].logbook.reading() as reader:
                wanted = {one.split("/")[1] for one in self.acknowledged[name]}
                assert wanted <= set(reader.known_revisions(wanted))

    def teardown(self) -> None:
        """Deliver everything that is outstanding, then compare."""
        try:
            self._converge()
        finally:
            self.mission.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def _converge(self) -> None:
        for _ in range(3):
            for sender, receiver in (*NEIGHBOURS[::2], NEIGHBOURS[3], NEIGHBOURS[1]):
                file = self.mission.bundle(sender, receiver)
                (outcome,) = exchange.import_files(self.mission[receiver], [file], accept_withdrawals=True)
                assert outcome.outcome in ("applied", "nothing-new"), outcome
        for name in NAMES:
            for kept in status(self.mission[name]).held:
                exchange.accept_withdrawals(self.mission[name], kept.file)
        held = {name: states(self.mission[name]) for name in NAMES}
        for record in {one for found in held.values() for one in found}:
            readers = [name for name in NAMES if record in held[name]]
            meanings = [held[name][record] for name in readers]
            assert all(meaning == meanings[0] for meaning in meanings), meanings
            unit, reach = meanings[0]["scope"]
            if reach != "laptop":
                scope = Scope(unit, Reach(reach))
                assert set(readers) == {name for name in NAMES if may_read(PATHS[name], scope)}
            else:
                assert len(readers) == 1
        for name in NAMES:
            desk = self.mission[name]
            assert safety.check(desk) == ()
            found = status(desk)
            assert (found.held, found.gaps, found.forks) == ((), (), ())
            with desk.logbook.reading() as reader:
                assert reader.waiting() == ()
        assert dump(self.mission.force)["refused_changeset"] == []

    def _holds(self, at: str, record: str) -> bool:
        with self.mission[at].logbook.reading() as reader:
            return reader.record(record) is not None

    def _shown(self, at: str, record: str) -> Any:
        return records.show(self.mission[at], record) if self._holds(at, record) else None

    def _save(self, at: str, record: str, fields: dict[str, Any]) -> None:
        view = self._shown(at, record)
        if view is None:
            return
        try:
            records.save(self.mission[at], Entry(kind=view.kind, id=record, fields=fields))
        except RecordRefusedError:
            return
        self._acknowledge(at, record)

    def _acknowledge(self, at: str, record: str) -> None:
        shown = records.show(self.mission[at], record)
        if shown.reach != "laptop":
            self.acknowledged[at] |= {f"{record}/{head}" for head in shown.heads}


PATIENT: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def test_logbooks_converge() -> None:
    # Without shrinking: each example takes a second, and a failure is printed as the steps that led to it.
    run_state_machine_as_test(
        Exchanges,
        settings=settings(max_examples=6, stateful_step_count=25, phases=[Phase.generate], **PATIENT),
    )


@pytest.mark.soak
def test_logbooks_converge_over_and_over() -> None:
    run_state_machine_as_test(
        Exchanges, settings=settings(max_examples=2_000, stateful_step_count=80, **PATIENT)
    )
