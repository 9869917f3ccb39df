"""Writing everything beside the records: identity, settings, rosters, peers, journal, attached files, drafts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Table, bindparam, delete, func, insert, select

from app.domain.possession import proof_of
from app.storage import tables
from app.storage.bulk import insert_rows
from app.storage.columns import to_json
from app.storage.errors import StateClashError
from app.storage.rows import Draft, HeldBundle, JournalEntry, Receipt, StoredRoster
from app.storage.sessions import Session

_PUT = ' ON CONFLICT ("key") DO UPDATE SET "value" = excluded."value"'

_ROSTER = select(tables.roster.c.body).where(
    tables.roster.c.issuer == bindparam("of"), tables.roster.c.version == bindparam("version")
)
_NEW_ROSTER, _NEW_LINE = insert(tables.roster), insert(tables.journal)


class AccountWrites(Session):
    """What can be done to the logbook itself."""

    def set_meta(self, values: Mapping[str, str]) -> None:
        """Set facts of the logbook's identity."""
        insert_rows(self._connection, tables.meta, ("key", "value"), self._mark, list(values.items()), _PUT)

    def set_secret(self, key: str, value: bytes) -> None:
        """Set a secret."""
        hidden = self._backend.conceal(key, value)
        insert_rows(self._connection, tables.secret, ("key", "value"), self._mark, [(key, hidden)], _PUT)

    def set_setting(self, key: str, value: Any) -> None:
        """Set a setting to a JSON value; None takes it away."""
        if value is None:
            self._connection.execute(delete(tables.setting).where(tables.setting.c.key == key))
        else:
            insert_rows(
                self._connection, tables.setting, ("key", "value"), self._mark, [(key, to_json(value))], _PUT
            )

    def put_roster(self, roster: StoredRoster) -> None:
        """Keep a roster; raises `StateClashError` where this version is held with other bytes."""
        held = self._first(_ROSTER, of=roster.issuer, version=roster.version)
        if held is None:
            self._connection.execute(_NEW_ROSTER, msgspec.structs.asdict(roster))
        elif held.body != roster.body:
            raise StateClashError(f"roster {roster.issuer} {roster.version}")

    def bound_rosters(self, issuer: str, most: int) -> None:
        """Drop the oldest rosters of an issuer where all of them have more bytes than `most`; the newest one stays."""
        held = tables.roster.c
        sizes = select(held.version, func.length(held.body)).where(held.issuer == issuer)
        total = 0
        for version, size in self._connection.execute(sizes.order_by(held.version.desc())).all():
            total += int(size)
            if total > most and total > int(size):
                dropped = (held.issuer == issuer) & (held.version <= version)
                self._connection.execute(delete(tables.roster).where(dropped))
                return

    def put_posts(self, posts: Mapping[str, str]) -> None:
        """Keep the unit path that each node signs; the one that was kept first stays."""
        tail = " ON CONFLICT (node) DO NOTHING"
        insert_rows(self._connection, tables.post, ("node", "unit"), self._mark, list(posts.items()), tail)

    def put_peer(
        self,
        node: str,
        *,
        last_in: str | None = None,
        last_out: str | None = None,
        receipt_at: str | None = None,
        asked_at: str | None = None,
        wants: Sequence[str] | None = None,
        rosters_held: Mapping[str, str] | None = None,
    ) -> None:
        """Note what is new of a node; what is None leaves what was noted."""
        known = {
            "last_in": last_in,
            "last_out": last_out,
            "receipt_at": receipt_at,
            "asked_at": asked_at,
            "wants": None if wants is None else to_json(list(wants)),
            "rosters_held": None if rosters_held is None else to_json(dict(rosters_held)),
        }
        noted = {name: value for name, value in known.items() if value is not None}
        news = ", ".join(f"{name} = excluded.{name}" for name in noted)
        tail = f" ON CONFLICT (node) DO UPDATE SET {news}" if noted else " ON CONFLICT (node) DO NOTHING"
        columns, row = ("node", *noted), (node, *noted.values())
        insert_rows(self._connection, tables.peer_state, columns, self._mark, [row], tail)

    def put_receipts(self, receipts: Iterable[Receipt]) -> None:
        """Note how far peers have streams; a later word counts, also where it is lower (a restored peer)."""
        tail = " ON CONFLICT (node, stream) DO UPDATE SET seq = excluded.seq"
        rows = [(one.node, one.stream, one.seq) for one in receipts]
        insert_rows(self._connection, tables.receipt, ("node", "stream", "seq"), self._mark, rows, tail)

    def add_journal(self, entry: JournalEntry) -> int:
        """Add a line to the bundle journal and return its key."""
        values = msgspec.structs.asdict(entry)
        del values["pk"]
        made = self._connection.execute(_NEW_LINE, values)
        assert made.inserted_primary_key is not None  # noqa: S101 - for the type checker
        return int(made.inserted_primary_key[0])

    def put_held(self, held: HeldBundle) -> None:
        """Note a bundle that waits in `held/`, or its new reasons."""
        row = (
            held.digest, held.file, held.at, held.bundle, to_json(held.reasons), held.maker, held.vouched
        )  # fmt: skip
        columns = ("digest", "file", "at", "bundle", "reasons", "maker", "vouched")
        tail = (
            " ON CONFLICT (digest) DO UPDATE SET reasons = excluded.reasons, file = excluded.file, "
            "maker = excluded.maker, vouched = excluded.vouched"
        )
        insert_rows(self._connection, tables.held_bundle, columns, self._mark, [row], tail)

    def remove_held(self, digest: str) -> None:
        """Take a bundle off the list of those that wait."""
        self._remove(tables.held_bundle, digest)

    def put_draft(self, draft: Draft) -> None:
        """Keep what a form holds now."""
        row = (draft.key, draft.kind, draft.record, to_json(draft.data), draft.at)
        tail = (
            ' ON CONFLICT ("key") DO UPDATE SET data = excluded.data, "at" = excluded."at", '
            "record = excluded.record"
        )
        insert_rows(
            self._connection, tables.draft, ("key", "kind", "record", "data", "at"), self._mark, [row], tail
        )

    def remove_draft(self, key: str) -> None:
        """Drop a draft."""
        self._remove(tables.draft, key)

    def next_serial(self, unit: str, prefix: str, year: int, *, count: int = 1) -> int:
        """Return the first of `count` numbers in a row, never given before: (unit code, prefix, year) each
        count apart.
        """
        statement = (
            "INSERT INTO serial (unit, prefix, year, last) VALUES (?, ?, ?, ?) ON CONFLICT (unit, prefix, year) "
            "DO UPDATE SET last = serial.last + excluded.last RETURNING last"
        ).replace("?", self._mark)
        last = self._connection.exec_driver_sql(statement, (unit, prefix, year, count)).scalar_one()
        return int(last) - count + 1

    def put_attachments(self, files: Iterable[tuple[str, bytes, str]]) -> int:
        """Keep attached files (digest, bytes, media type), durable before what refers to them; returns how many."""
        kept: list[tuple[str, int, str, bool, str]] = []

        def noted() -> Iterable[tuple[str, bytes]]:
            for sha256, content, media in files:
                kept.append((sha256, len(content), media, True, proof_of(content)))
                yield sha256, content

        self._backend.blobs.put(noted())
        tail = " ON CONFLICT (sha256) DO UPDATE SET size = excluded.size, held = excluded.held, proof = excluded.proof"
        columns = ("sha256", "size", "media", "held", "proof")
        insert_rows(self._connection, tables.attachment, columns, self._mark, kept, tail)
        return len(kept)

    def _remove(self, table: Table, key: str) -> None:
        column = next(iter(table.primary_key.columns))
        self._connection.execute(delete(table).where(column == key))
