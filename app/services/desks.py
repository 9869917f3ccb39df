"""Desks: an open logbook with its identity, its clock and the officer who writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from app.domain.identifiers import format_moment, new_epoch, new_id
from app.domain.rosters import Entry, Roster, RosterBook
from app.domain.scopes import Level
from app.services.errors import NotAdmittedError
from app.services.limits import with_limits
from app.services.reviving import revive
from app.services.standing import RESTORED, UNSURE, Standing
from app.services.stretching import Stretched
from app.services.targets import check_file, write_file
from app.services.views import Identity
from app.services.wording import OPENING
from app.storage.errors import (
    LogbookExistsError,
    LogbookMissingError,
    NotALogbookError,
    WrongPassphraseError,
)
from app.storage.keys import DEFAULT, PassphraseCost
from app.storage.logbook import Logbook
from app.storage.logbooks import create_logbook, open_logbook, open_with_key
from app.storage.probing import check_folder
from app.storage.reader import Reader
from app.storage.rows import StoredRoster
from app.storage.writer import Writer
from app.sync.keys import NodeKeys, fingerprint
from app.sync.requests import REQUEST_SUFFIX, write_request
from app.sync.rosters import held_roster, sign_roster
from app.sync.sshsig import parse_public_key_line

Clock = Callable[[], datetime]
ROOT_UNIT = "fhq"


def utc_now() -> datetime:
    """Return the present moment in UTC, by this machine's clock."""
    return datetime.now(UTC)


class Discarded(Exception):  # noqa: N818 - no error: it ends a transaction whose work is not wanted
    """Raised inside a writing block to leave it without keeping anything."""


class Desk:
    """An open logbook: what use cases work on. Times are the clock's; the officer signs what is written."""

    def __init__(self, logbook: Logbook, *, clock: Clock = utc_now) -> None:
        self.logbook = logbook
        self.clock = clock
        with logbook.reading() as reader:
            self._keys = NodeKeys(reader.secret("seed") or b"", (reader.secret("age") or b"").decode())
            self.refresh(reader)

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The folder of the logbook."""
        return self.logbook.path

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is worth a warning when a logbook is opened, in sentences."""
        codes = (*self.logbook.warnings, *((RESTORED,) if self._restored else ()))
        return tuple(OPENING.get(code, code) for code in codes)

    @property
    def keys(self) -> NodeKeys:
        """The secret keys of this node."""
        return self._keys

    @property
    def identity(self) -> Identity:
        """Who this logbook is, as last read."""
        return self._identity

    @property
    def book(self) -> RosterBook | None:
        """The rosters this logbook has accepted, or None before admission."""
        return self._standing.book

    @property
    def standing(self) -> Standing:
        """Who counts as what for this logbook."""
        return self._standing

    def admitted(self) -> RosterBook:
        """Return the roster book; raises `NotAdmittedError` before admission."""
        if self._standing.book is None:
            raise NotAdmittedError
        return self._standing.book

    def refresh(self, reader: Reader) -> None:
        """Read identity and rosters again, after something changed them."""
        known = reader.all_meta()
        self._standing = _standing(reader, known)
        self._identity = _identity(known, self._keys, self._standing)
        self.officer_id = known.get("officer_id", "")
        self._restored = known.get(UNSURE) == "yes"

    def sign_on(self, officer: str) -> None:
        """Let another officer write from now on; each name keeps its own id in this logbook."""
        with self.logbook.writing() as writer:
            _sign_on(writer, officer, self.clock())
            self.refresh(writer)

    def now(self) -> str:
        """Return the present moment in the wire form."""
        return format_moment(self.clock())

    def close(self) -> None:
        """Close the logbook; the desk cannot be used afterwards."""
        self.logbook.close()


def open_desk(
    path: Path | str,
    passphrase: str,
    *,
    officer: str | None = None,
    clock: Clock = utc_now,
    stretched: Stretched | None = None,
) -> Desk:
    """Open a logbook folder or a `postgresql+psycopg://` address; another officer may sign on at once.

    `stretched` is the hash of the passphrase where it was begun before. The first time that a newer version opens a
    logbook, what the older one could not show comes to life, and bundles that waited for the update are applied.
    """
    key = stretched.key() if stretched else None
    logbook = open_with_key(Path(path), key) if key else open_logbook(path, passphrase)
    desk = Desk(logbook, clock=clock)
    if revive(desk.logbook, desk.standing) is not None:
        from app.services.importing import retry_held  # loaded here: it works on desks itself

        retry_held(desk)
    if officer and officer != desk.identity.officer:
        desk.sign_on(officer)
    return desk


def create_mission(
    path: Path | str,
    *,
    mission: str,
    unit_name: str,
    officer: str,
    passphrase: str,
    clock: Clock = utc_now,
    cost: PassphraseCost | None = None,
) -> Desk:
    """Create the Force HQ logbook of a new mission: the root of its roster, at unit path `fhq`."""
    keys = NodeKeys.generate()
    now = clock()
    mission_id = new_id(now)
    entry = root_entry(keys, unit_name, officer)
    roster = Roster(
        mission=mission_id, mission_name=mission, issuer=keys.node, version=1, issued_at=format_moment(now),
        entries=(entry,), forks={},
    )  # fmt: skip

    def first(writer: Writer) -> None:
        _write_identity(writer, keys, unit_name=unit_name, level=Level.FORCE, officer=officer, now=now)
        store_roster(writer, keys, roster, now=format_moment(now))
        writer.set_meta(
            {"mission": mission_id, "unit": ROOT_UNIT, "root": keys.node, "root_confirmed": "yes"}
        )

    return Desk(_create(path, passphrase, cost, first), clock=clock)


def create_unadmitted(
    path: Path | str,
    *,
    unit_name: str,
    level: str,
    officer: str,
    passphrase: str,
    clock: Clock = utc_now,
    cost: PassphraseCost | None = None,
) -> Desk:
    """Create a logbook that belongs to no mission yet; it works alone until it is admitted."""
    keys = NodeKeys.generate()

    def first(writer: Writer) -> None:
        _write_identity(writer, keys, unit_name=unit_name, level=Level(level), officer=officer, now=clock())

    return Desk(_create(path, passphrase, cost, first), clock=clock)


def request_to_join(
    path: Path | str,
    *,
    unit_name: str,
    level: str,
    officer: str,
    passphrase: str,
    out: Path,
    clock: Clock = utc_now,
    cost: PassphraseCost | None = None,
) -> tuple[Desk, Path]:
    """Create a logbook that asks to join, and write its request to `out` (a file or a folder).

    Where that very unit's logbook is there already and not admitted yet, only its request is written again: writing may
    have failed the first time. Raises `TargetError` before anything is made.
    """
    check_file(out / f"new{REQUEST_SUFFIX}" if out.is_dir() else out, REQUEST_SUFFIX)
    desk = _asked_before(path, unit_name, level, passphrase, clock) or create_unadmitted(
        path, unit_name=unit_name, level=level, officer=officer, passphrase=passphrase, clock=clock, cost=cost
    )
    return desk, write_own_request(desk, out)


def _asked_before(path: Path | str, unit_name: str, level: str, passphrase: str, clock: Clock) -> Desk | None:
    """Return the logbook of a unit that asked before and was not admitted; None where there is no logbook."""
    try:
        check_folder(Path(path))
    except (LogbookMissingError, NotALogbookError):
        return None
    try:
        desk = open_desk(path, passphrase, clock=clock)
    except WrongPassphraseError as error:
        raise LogbookExistsError("There is a logbook of another passphrase already.") from error
    own = desk.identity
    if own.mission is None and (own.unit_name, own.level) == (unit_name, level):
        return desk
    desk.close()
    raise LogbookExistsError("There is another logbook already.")


def write_own_request(desk: Desk, out: Path) -> Path:
    """Write the request of a logbook that has not been admitted yet, again if need be."""
    own = desk.identity
    target = request_target(out, own.node)
    data = write_request(
        desk.keys,
        unit_name=own.unit_name,
        level=Level(own.level),
        officer=own.officer,
        created_at=desk.clock(),
    )
    write_file(target, data, REQUEST_SUFFIX)
    return target


def request_target(out: Path, node: str) -> Path:
    """Return the file of a request, `out` or one in the folder `out`; raises `TargetError`."""
    target = out / f"{node}{REQUEST_SUFFIX}" if out.is_dir() else out
    check_file(target, REQUEST_SUFFIX)
    return target


def root_entry(keys: NodeKeys, unit_name: str, officer: str) -> Entry:
    """Return the roster entry of a mission's root node."""
    return Entry(
        node=keys.node, public_key=keys.ssh_public_key, recipient=keys.recipient, unit=ROOT_UNIT,
        unit_name=unit_name, level=Level.FORCE, title=unit_name, status="active", officer=officer,
    )  # fmt: skip


def store_roster(writer: Writer, keys: NodeKeys, roster: Roster, *, now: str) -> StoredRoster:
    """Sign a roster of our own and store it as the newest."""
    signed = sign_roster(roster, keys)
    stored = StoredRoster(
        issuer=roster.issuer,
        version=roster.version,
        body=signed.data,
        signature=signed.signature.decode(),
        received_at=now,
    )
    writer.put_roster(stored)
    return stored


def _create(
    path: Path | str, passphrase: str, cost: PassphraseCost | None, first: Callable[[Writer], None]
) -> Logbook:
    return create_logbook(path, passphrase, first=first, cost=cost or DEFAULT)


def _write_identity(
    writer: Writer, keys: NodeKeys, *, unit_name: str, level: Level, officer: str, now: datetime
) -> None:
    writer.set_secret("seed", keys.seed)
    writer.set_secret("age", keys.identity.encode())
    writer.set_meta({"node": keys.node, "epoch": new_epoch(), "unit_name": unit_name, "level": level.value})
    _sign_on(writer, officer, now)


def _sign_on(writer: Writer, officer: str, now: datetime) -> None:
    officers = writer.setting("officers") or {}
    identifier = officers.get(officer) or new_id(now)
    writer.set_setting("officers", {**officers, officer: identifier})
    writer.set_meta({"officer": officer, "officer_id": identifier})


def newest_rosters(reader: Reader) -> tuple[StoredRoster, ...]:
    """Return the newest roster of each issuer."""
    return reader.newest_rosters()


def posts_of(reader: Reader, meta: Mapping[str, str]) -> dict[str, str]:
    """Return the unit path from which each node speaks: of others as they sign it, our own as we were admitted."""
    own = {meta["node"]: meta["unit"]} if meta.get("mission") and meta.get("unit") else {}
    return {**reader.posts(), **own}


def _standing(reader: Reader, meta: Mapping[str, str]) -> Standing:
    root = meta.get("root")
    rosters = [held_roster(one.body, one.signature.encode()).roster for one in newest_rosters(reader)]
    standing = Standing(
        node=meta.get("node", ""),
        unit=meta.get("unit", ""),
        level=meta.get("level", Level.UNIT.value),
        book=RosterBook(root, rosters, posts_of(reader, meta)) if root and rosters else None,
    )
    return with_limits(reader, standing)


def _identity(meta: Mapping[str, str], keys: NodeKeys, standing: Standing) -> Identity:
    book, root = standing.book, meta.get("root")
    entry = book.entry_of(root) if book and root else None
    return Identity(
        node=keys.node,
        fingerprint=keys.fingerprint,
        mission=meta.get("mission"),
        mission_name=book.mission_name if book else "",
        unit=standing.unit or None,
        unit_name=meta.get("unit_name", ""),
        level=standing.level,
        officer=meta.get("officer", ""),
        epoch=meta.get("epoch", ""),
        root=root,
        root_fingerprint=fingerprint(parse_public_key_line(entry.public_key)) if entry else "",
        root_confirmed=meta.get("root_confirmed") == "yes",
    )
