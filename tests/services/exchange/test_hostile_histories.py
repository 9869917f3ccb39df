"""Random acts of random admitted nodes, written straight onto the wire: what is beyond a right changes nothing shown.

Three copies of one logbook take in the same history. `clean` gets only what an oracle of its own (`hostile_acts`) says
is within its author's rights; the other two get everything, in different orders. All three have to show the same.

What a node said that no roster names any more is held only where it came while one named it. So the logbooks that are
told late first take that from the roster which still named it, and then the newest rosters with the rest.
"""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from msgspec.structs import replace

from app.domain.revisions import Revision
from app.domain.rosters import End
from app.services import exchange, safety
from app.services.desks import Desk, open_desk
from app.sync.keys import NodeKeys
from app.sync.rosters import SignedRoster, sign_roster
from tests.services.exchange import forging
from tests.services.exchange.hostile_acts import (
    FORGERIES,
    JUMPS,
    KINDS,
    PLACES,
    POSTS,
    SETTINGS,
    SHARED,
    TEXT,
    Act,
    Begun,
    Wire,
    child,
    claim,
    may_change,
    may_write,
    moment,
    within,
)
from tests.services.missions import PASSPHRASE, Mission, opened, states

AUTHORS = st.sampled_from(["unit", "sector", "west", "planted", "force"])
INSIDERS = st.sampled_from(["unit", "sector", "west", "planted"])
SCOPES = st.sampled_from([*PLACES, ("fhq", "branch"), ("fhq", "branch")])
KINDS_BEGUN = st.sampled_from([*sorted(KINDS), "organisation", "organisation", "qip"])
MOMENTS = st.sampled_from([1, 1_700_000_000_000, 1_795_000_000_000, 4_100_000_000_000]).map(moment)
"""1970, some years ago, the days of the mission, 2099."""
READERS = ("clean", "dirty", "other")
PLANTED = NodeKeys.generate()


class Given:
    """What the machines, which take no fixtures, share: a mission whose keys they use, and the folder to copy."""

    mission: Mission
    folder: Path


@pytest.fixture(scope="module", autouse=True)
def given_to_all(first_mission: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Open the mission once: nobody writes to it."""
    Given.mission = opened(first_mission, tmp_path_factory.mktemp("given") / "mission")
    Given.folder = first_mission / "force"
    yield
    Given.mission.close()


class HostileHistories(RuleBasedStateMachine):
    """Acts pile up; `dirty` is told of some of them in between, everybody of everything in the end."""

    begun = Bundle("begun")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="hostile-"))
        self.mission = Given.mission
        desks = {name: self.mission[name] for name in POSTS if name != "planted"}
        keys = {name: desk.keys for name, desk in desks.items()} | {"planted": PLANTED}
        self.wire = Wire(keys, self.mission.sector)
        self.readers: dict[str, Desk] = {}
        for name in READERS:
            shutil.copytree(Given.folder, self.folder / name)
            self.readers[name] = open_desk(self.folder / name, PASSPHRASE, clock=self.mission.clock)
        self.acts: list[Act] = []
        self.records: dict[str, Begun] = {}
        self.told = 0
        self.root_roster = forging.held_rosters(self.mission.force)[0]
        self.sector_roster: SignedRoster | None = None
        self.ended: dict[str, set[str]] = {}
        self.is_planted = False
        self.planting: SignedRoster | None = None
        self.offered: set[str] = set()
        self.taken_of_planted: set[str] = set()

    @initialize(target=begun)
    def start(self) -> Any:
        """Begin with records that everybody reads: one of its author's, one that all keep, one of Force HQ alone."""
        kinds = ("meeting", "organisation", "mission_settings")
        return multiple(*(self._begin("force", kind, ("fhq", "branch"), forging.MADE) for kind in kinds))

    @rule(target=begun, author=AUTHORS, kind=KINDS_BEGUN, scope=SCOPES, at=MOMENTS)
    def begin(self, author: str, kind: str, scope: tuple[str, str], at: datetime) -> Begun:
        """Begin a record, allowed or not."""
        return self._begin(author, kind, scope, at)

    @rule(author=AUTHORS, target_of=begun, at=MOMENTS, field=st.sampled_from(SETTINGS), parents=st.randoms())
    def change(
        self, author: str, target_of: Begun, at: datetime, field: dict[str, Any], parents: Random
    ) -> None:
        """Change somebody's record by a right, or without one.

        Whoever keeps a shared record may raise its marking, so that only what is no marking is asked there of others.
        """
        if "marking" in field and target_of.kind in SHARED and author != "force":
            return
        self._change(author, target_of, at, field, parents)

    @rule(
        author=AUTHORS,
        target_of=begun,
        at=MOMENTS,
        text=st.sampled_from(["one", "two"]),
        parents=st.randoms(),
    )
    def write(self, author: str, target_of: Begun, at: datetime, text: str, parents: Random) -> None:
        """Write another title."""
        self._change(author, target_of, at, {TEXT[target_of.kind]: text}, parents)

    @rule(author=INSIDERS, target_of=begun, at=MOMENTS, parents=st.randoms(), how=st.sampled_from(FORGERIES))
    def forge(self, author: str, target_of: Begun, at: datetime, parents: Random, how: str) -> None:
        """Jump over a decision; claim to have begun a record; call it another kind; say it to other people."""
        scope, kind = (target_of.unit, target_of.reach), parents.choice(sorted(KINDS))
        if how == "claim":
            salt = parents.choice(["00000000deadbeef", target_of.salt])
            if (author, kind, salt) == (target_of.author, target_of.kind, target_of.salt):
                return
            fields = {TEXT[kind]: "mine", "marking": "UNCLASSIFIED"}
            self.acts.append(self.wire.act(author, claim(target_of, fields, at, salt, kind=kind), *scope))
            return
        chosen = self._some_of(target_of, parents)
        if how == "jump":
            revision = child(target_of, chosen, parents.choice(JUMPS), at, name="Lt Gen, Force Commander")
        elif how == "rename":
            revision = child(target_of, chosen, {"notes": "now"}, at, kind=kind)
        else:
            scope = parents.choice(PLACES)
            revision = child(target_of, chosen, {"notes": "elsewhere"}, at)
        self.acts.append(self.wire.act(author, revision, *scope))

    @precondition(lambda self: self.acts)
    @rule(author=INSIDERS, which=st.randoms(), scope=SCOPES)
    def copy(self, author: str, which: Random, scope: tuple[str, str]) -> None:
        """Say what somebody else said, word by word; whoever may say it himself, says it."""
        act = which.choice(self.acts)
        said = act.revision
        if said.parents or author != act.author:
            self.acts.append(self.wire.act(author, said, *scope))

    @rule(node=st.sampled_from(["west", "unit"]), heard=st.randoms())
    def end(self, node: str, heard: Random) -> None:
        """Let Force HQ revoke a node: what it was heard to say stands, the rest does not."""
        if node in self.ended:
            return
        said = [
            act for act in self.acts if act.author == node and (self._counts(act) or heard.random() < 0.5)
        ]
        self.ended[node] = {act.stream for act in said}
        last = {act.stream: End(1, act.sealed.digest) for act in said}
        held = self.root_roster.roster
        revoked = {self.wire.keys[node].node: last}
        entries = [
            replace(one, status="revoked", last=revoked[one.node]) if one.node in revoked else one
            for one in held.entries
        ]
        self.root_roster = sign_roster(
            replace(held, version=held.version + 1, entries=tuple(entries)), self.mission.force.keys
        )

    @rule(plants=st.booleans(), claims=st.sampled_from(["", "revoked", "retired"]))
    def vouch(self, plants: bool, claims: str) -> None:
        """Let the sector issue a roster: it names a node of its own, drops it again, or claims that the unit ended."""
        (unit,) = (one for one in self.root_roster.roster.entries if one.node == self.wire.keys["unit"].node)
        entries = []
        if plants:
            entries.append(
                replace(
                    unit, node=PLANTED.node, public_key=PLANTED.ssh_public_key, recipient=PLANTED.recipient,
                    unit=POSTS["planted"], unit_name="Planted", status="active", last=None,
                )
            )  # fmt: skip
        if claims:
            entries.append(replace(unit, status=claims, last={}))
        before = self.sector_roster.roster.version if self.sector_roster else 0
        roster = replace(
            self.root_roster.roster, issuer=self.mission.sector.keys.node, version=before + 1, entries=tuple(entries)
        )  # fmt: skip
        self.sector_roster = sign_roster(roster, self.mission.sector.keys)
        self.is_planted = plants
        if plants:
            self.planting = self.sector_roster

    @precondition(lambda self: len(self.acts) > self.told)
    @rule(order=st.randoms())
    def tell(self, order: Random) -> None:
        """Let one logbook know of what happened so far."""
        fresh = self.acts[self.told :]
        self.told = len(self.acts)
        order.shuffle(fresh)
        self._tell_dirty(fresh, order)

    def teardown(self) -> None:
        """Tell everybody of everything they may know, then compare."""
        try:
            order = Random(len(self.acts))
            self._tell_dirty(self.acts[self.told :], order)
            every = list(self.acts)
            order.shuffle(every)
            self._tell_late("other", every, order)
            self._tell_late("clean", self._needed(), order)
            self._compare()
        finally:
            for desk in self.readers.values():
                desk.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def _begin(self, author: str, kind: str, scope: tuple[str, str], at: datetime) -> Begun:
        begun, act = self.wire.begin(author, kind, *scope, at)
        self.acts.append(act)
        self.records[begun.id] = begun
        return begun

    def _change(
        self, author: str, target_of: Begun, at: datetime, fields: dict[str, Any], parents: Random
    ) -> None:
        honest = author not in self.ended and may_change(author, target_of, fields, self._named())
        chosen = self._some_of(target_of, parents, honest=honest)
        self._say(author, child(target_of, chosen, fields, at), target_of)

    def _some_of(self, target_of: Begun, which: Random, *, honest: bool = False) -> list[str]:
        """Choose revisions to write on top of: an honest author sees what counts, if anything does."""
        said = [act for act in self.acts if act.revision.record == target_of.id]
        seen = [act for act in said if self._counts(act)] if honest else said
        known = sorted({act.revision.id for act in seen or said})
        return which.sample(known, min(len(known), which.randint(1, 2)))

    def _say(self, author: str, revision: Revision, target_of: Begun) -> None:
        self.acts.append(self.wire.act(author, revision, target_of.unit, target_of.reach))

    def _named(self) -> list[str]:
        return [name for name in POSTS if name != "planted" or self.is_planted]

    def _counts(self, act: Act) -> bool:
        """Tell whether an act is within the rights that its author has by the newest rosters."""
        if act.stream not in self.ended.get(act.author, {act.stream}):
            return False
        return within(act, self.records[act.revision.record], self._named())

    def _needed(self) -> list[Act]:
        """Return the acts that count, and what they stand on where that does not."""
        counted = {act.revision.id for act in self.acts if self._counts(act)}
        needed = set(counted)
        for act in reversed(self.acts):
            if act.revision.id in needed:
                needed.update(act.revision.parents)
        stood_on: dict[str, Act] = {}
        for act in sorted(filter(self._is_taken, self.acts), key=self._is_foreign):
            stood_on.setdefault(act.revision.id, act)
        return [
            act
            for act in self.acts
            if self._counts(act)
            or (act.revision.id in needed - counted and act is stood_on.get(act.revision.id))
        ]

    def _is_taken(self, act: Act) -> bool:
        """Tell whether a logbook holds an act at all: within the branch of its author, whom a roster named then."""
        heard = act.author != "planted" or act.sealed.digest in self.taken_of_planted
        return heard and may_write(act.author, act.sealed.header.unit)

    def _is_foreign(self, act: Act) -> bool:
        """Tell whether an act calls its record another kind or says it to other people."""
        begun, header = self.records[act.revision.record], act.sealed.header
        return (act.revision.kind, header.unit, header.reach) != (begun.kind, begun.unit, begun.reach)

    def _tell_dirty(self, acts: list[Act], order: Random) -> None:
        """Tell the first logbook; what it was told of a node waits until a roster names it, and stays thereafter."""
        self._deliver("dirty", acts, order, self._rosters())
        self.offered |= {act.sealed.digest for act in acts if act.author == "planted"}
        if self.is_planted:
            self.taken_of_planted |= self.offered

    def _tell_late(self, reader: str, acts: list[Act], order: Random) -> None:
        """Tell another logbook, so that it holds the same in the end."""
        early: list[Act] = []
        if self.taken_of_planted and not self.is_planted:
            chance = order.random()
            early = [act for act in acts if self._comes_early(act, order.random() < chance)]
            self._deliver(reader, early, order, self._rosters(self.planting))
        told = {act.sealed.digest for act in early}
        late = [act for act in acts if act.sealed.digest not in told]
        self._deliver(reader, late, order, self._rosters())

    def _comes_early(self, act: Act, drawn: bool) -> bool:
        return act.sealed.digest in self.taken_of_planted or (drawn and act.author != "planted")

    def _rosters(self, of_sector: SignedRoster | None = None) -> list[SignedRoster]:
        """Return the newest rosters, or an earlier one of the sector beside that of the root."""
        said = of_sector or self.sector_roster
        return [self.root_roster, *([said] if said else [])]

    def _deliver(self, reader: str, acts: list[Act], order: Random, rosters: list[SignedRoster]) -> None:
        """Bring acts in a few bundles; a relay made them, whose own right plays no part."""
        desk = self.readers[reader]
        size = max(1, order.randint(1, 8))
        pieces = [acts[at : at + size] for at in range(0, len(acts), size)] or [[]]
        for piece in pieces:
            sealed = [act.sealed for act in piece]
            file = forging.bundle(self.mission, self.mission.sector, desk, sealed, rosters=rosters)
            (outcome,) = exchange.import_files(desk, [file], accept_withdrawals=True)
            assert outcome.outcome in ("applied", "nothing-new", "refused", "held"), outcome

    def _compare(self) -> None:
        assert _held(self.readers["dirty"]) == _held(self.readers["other"])
        shown = {name: _shown(desk) for name, desk in self.readers.items()}
        assert shown["dirty"] == shown["other"]
        for record, meaning in shown["clean"].items():
            assert shown["dirty"][record] == meaning
        for record in shown["dirty"].keys() - shown["clean"].keys():
            assert not any(shown["dirty"][record]["values"].values()), shown["dirty"][record]
        for desk in self.readers.values():
            assert safety.check(desk) == ()


def _held(desk: Desk) -> set[str]:
    """Return the digests of all changesets that a logbook holds, whether they count or not."""
    with desk.logbook.reading() as reader:
        return {one.digest for node in reader.posts() for one in reader.changesets_of(node)}


def _shown(desk: Desk) -> dict[str, dict[str, Any]]:
    """Return what a logbook shows of every record: all but the revisions that a next save would stand on."""
    return {
        record: {name: value for name, value in meaning.items() if name != "heads"}
        for record, meaning in states(desk).items()
    }


PATIENT: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def test_no_act_beyond_a_right_changes_what_is_shown() -> None:
    run_state_machine_as_test(
        HostileHistories,
        settings=settings(max_examples=15, stateful_step_count=25, phases=[Phase.generate], **PATIENT),
    )


@pytest.mark.parametrize("heard", [True, False])
def test_what_a_dropped_node_began_is_shown_alike_by_all_that_hold_it(heard: bool) -> None:
    history = HostileHistories()
    history.start()
    history.vouch(plants=True, claims="retired")
    begun = history.begin("planted", "meeting", ("fhq", "branch"), moment(1_700_000_000_000))
    if heard:
        history.tell(Random(1))
    history.vouch(plants=False, claims="retired")
    history.write("force", begun, moment(1), "one", Random(1))
    history.forge("west", begun, moment(1), Random(1), "rename")
    history.end("west", Random(1))
    history.end("unit", Random(1))
    history.teardown()


@pytest.mark.soak
def test_no_act_beyond_a_right_ever_changes_what_is_shown() -> None:
    run_state_machine_as_test(
        HostileHistories, settings=settings(max_examples=1_500, stateful_step_count=60, **PATIENT)
    )
