"""What an admitted node of ill will sends: revisions that no form would make, sealed with its own real keys.

`Lab.agree` gives what was sent to every logbook in an order of its own, and asks that all say the same.
"""

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.domain.record_identity import new_salt, record_id
from app.domain.revisions import Revision, compose, parse
from app.domain.scopes import Reach, StreamKey
from app.services import records
from app.services.desks import Desk
from app.services.records import Entry
from app.services.views import HistoryEntry, RecordView
from app.sync.changesets import Sealed
from tests.services.exchange import forging
from tests.services.missions import Mission, changed, meaning, saved

PAST = datetime(1970, 1, 2, tzinfo=UTC)
FUTURE = datetime(9999, 12, 31, tzinfo=UTC)


class Lab:
    """A mission whose honest work was exchanged, and hostile files that reach everybody who may read them."""

    def __init__(self, mission: Mission) -> None:
        self.mission = mission
        self._drawn = random.Random(7)
        self._epochs = 0

    def begun(self, by: str, kind: str, *, at: datetime | None = None, **fields: Any) -> Revision:
        """Return the first revision of a record that a node begins by right."""
        desk, salt = self.mission[by], new_salt()
        moment = at or desk.clock()
        return self.said(
            by, kind, record_id(desk.identity.node, kind, salt, moment), salt=salt, at=moment, **fields
        )

    def said(
        self,
        by: str,
        kind: str,
        record: str,
        parents: tuple[str, ...] = (),
        *,
        at: datetime | None = None,
        officer: str = "",
        salt: str = "",
        **fields: Any,
    ) -> Revision:
        """Return a revision that a program made which checks nothing."""
        desk = self.mission[by]
        return compose(
            kind=kind, record=record, parents=parents, at=at or desk.clock(), officer=desk.officer_id,
            officer_name=officer or desk.identity.officer, fields=fields,
            salt=salt or ("" if parents else new_salt()),
        )  # fmt: skip

    def sealed(self, by: str, revisions: list[Revision], unit: str, reach: str = "up") -> Sealed:
        """Seal revisions as a new stream of a node."""
        self._epochs += 1
        desk = self.mission[by]
        stream = StreamKey(desk.identity.node, f"{self._epochs:08x}", unit, Reach(reach))
        return forging.changeset(desk, revisions, stream=stream)

    def send(self, by: str, to: str, *changesets: Sealed) -> Path:
        """Let a logbook take in what a node sealed, from another where it is its own; return the file."""
        through = by if by != to else "force" if to != "force" else "sector"
        file = forging.bundle(self.mission, self.mission[through], self.mission[to], changesets)
        (outcome,) = self.mission.take(to, file)
        assert outcome.outcome == "applied", outcome
        return file

    def spread(self, by: str, *changesets: Sealed, to: tuple[str, ...] = ("force", "sector", "unit")) -> None:
        """Let several logbooks take in what a node sealed, each changeset by itself and in an order of their own."""
        for name in to:
            mixed = list(changesets)
            self._drawn.shuffle(mixed)
            for one in mixed:
                self.send(by, name, one)

    def new(self, by: str, kind: str, **options: Any) -> RecordView:
        """Save a record by right and let everybody have it."""
        beside = {name: options.pop(name) for name in ("reach", "unit") if name in options}
        view = records.save(self.mission[by], Entry(kind=kind, fields=options, **beside))[0]
        self.mission.settle()
        return view

    def complete(self, by: str, kind: str, **options: Any) -> RecordView:
        """Save a record by right that is complete by default, and let everybody have it."""
        view = saved(self.mission[by], kind, **options)
        self.mission.settle()
        return self.show(by, view.id)

    def changed(self, by: str, record: str, **fields: Any) -> RecordView:
        """Change a record by right, and let everybody have it."""
        changed(self.mission[by], self.show(by, record), **fields)
        self.mission.settle()
        return self.show(by, record)

    def roots(self, by: str, record: str) -> list[Revision]:
        """Return the first revisions of a record, as a node holds them."""
        with self.mission[by].logbook.reading() as reader:
            return [parse(one.line) for one in reader.history(record) if not one.parents]

    def heads(self, by: str, record: str) -> tuple[str, ...]:
        """Return the newest revisions that a node holds of a record."""
        return records.show(self.mission[by], record).heads

    def show(self, at: str, record: str) -> RecordView:
        """Return a record as a logbook shows it."""
        return records.show(self.mission[at], record)

    def history(self, at: str, revision: Revision) -> HistoryEntry:
        """Return what the history says of a revision."""
        (entry,) = (
            one for one in records.history(self.mission[at], revision.record) if one.revision == revision.id
        )
        return entry

    def agree(self, record: str, *names: str) -> dict[str, Any]:
        """Ask that logbooks mean the same by a record; return what they mean."""
        found = [meant(self.mission[name], record) for name in names or ("force", "sector", "unit")]
        assert all(one == found[0] for one in found)
        return found[0]


def meant(desk: Desk, record: str) -> dict[str, Any]:
    """Return what a logbook means by a record."""
    with desk.logbook.reading() as reader:
        state = reader.record(record)
        assert state is not None
        return meaning(state)
