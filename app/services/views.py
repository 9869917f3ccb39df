"""Views: the frozen answers that use cases give to the desktop and the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec


class View(msgspec.Struct, frozen=True, kw_only=True):
    """The base of every answer."""


class Identity(View, frozen=True, kw_only=True):
    """Who this logbook is: its node, its place in the chain of command, and the officer who writes."""

    node: str
    fingerprint: str
    mission: str | None
    mission_name: str
    unit: str | None
    unit_name: str
    level: str
    officer: str
    epoch: str
    root: str | None
    root_fingerprint: str
    root_confirmed: bool


class RecordView(View, frozen=True, kw_only=True):
    """One record as it stands; `fields` holds wire values, `conflicts` the names of fields in conflict.

    `undecided` names what changed since the decision that the record rests on: where there is any, it needs a new one.
    `built` is the percent of a project or QIP that stands by its newest visit, else as entered; lists alone give it.
    Names of officers are as they are shown: those not known at their post are marked as claimed. `claimed` are the
    fields that name such an officer (`services.showing.signed` marks them).
    """

    id: str
    kind: str
    serial: str
    unit: str | None
    reach: str
    state: str | None
    title: str
    fields: dict[str, Any]
    heads: tuple[str, ...]
    conflicts: tuple[str, ...]
    withdrawn: str | None = None
    sealed: bool = False
    created_at: str = ""
    created_by: str = ""
    updated_at: str = ""
    updated_by: str = ""
    created_known: bool = False
    updated_known: bool = False
    claimed: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    built: int | None = None


class Window(View, frozen=True, kw_only=True):
    """The first rows of a list with their keys, and how many rows the whole list has."""

    keys: tuple[int, ...]
    rows: tuple[RecordView, ...]
    count: int


class SavedFilter(View, frozen=True, kw_only=True):
    """A filter that a person named: the words, the chips by name, and the order with whether it descends."""

    name: str
    words: str = ""
    chips: dict[str, str] = {}
    order: tuple[str, bool] | None = None


class ListLayout(View, frozen=True, kw_only=True):
    """How one list is laid out on this laptop: the chosen columns (none: the usual ones), and saved filters."""

    columns: tuple[str, ...] = ()
    saved: tuple[SavedFilter, ...] = ()


class Custody(View, frozen=True, kw_only=True):
    """One import: the bundle and the SHA-256 of its file, who made it, where the file lay, when it came and to whom.

    `node` and `unit_name` are of the maker of the bundle, through whom it came; `officer` is who imported it.
    """

    bundle: str
    file: str
    path: str
    digest: str
    at: str
    node: str
    unit_name: str
    officer: str


class HistoryEntry(View, frozen=True, kw_only=True):
    """One revision of a record: who saved what, when, from which node, and whether it counts.

    `ignored` names the fields that are kept and not applied, and `reasons` says by each why, as a code of `wording`.
    `doubtful` marks a moment more than a day after it came here, or before the mission or what it stands on.
    `brought_by` are the imports that brought it here; none for what was written here. `by_known` tells whether the name
    belongs to the post of its node; otherwise `by` says that it is claimed. `beside` are the officers of earlier saves
    that this one's author had not seen: both were put together.
    """

    revision: str
    at: str
    by: str
    node: str
    unit: str | None
    fields: dict[str, Any]
    status: str
    sealed: bool
    by_known: bool = False
    ignored: tuple[str, ...] = ()
    reasons: dict[str, str] = {}
    doubtful: bool = False
    brought_by: tuple[Custody, ...] = ()
    beside: tuple[str, ...] = ()


class Hit(View, frozen=True, kw_only=True):
    """One search result; `snippet` marks the words found with U+0002 and U+0003."""

    id: str
    kind: str
    serial: str
    title: str
    snippet: str


class LineFault(View, frozen=True, kw_only=True):
    """One fault of one entry: its line (from 1), field, code and the sentence for a person."""

    line: int
    field: str
    code: str
    message: str


class PutResult(View, frozen=True, kw_only=True):
    """What became of a batch of entries: all their ids, or the faults and nothing written.

    `warnings` are what somebody should look at in what was written.
    """

    ids: tuple[str, ...] = ()
    faults: tuple[LineFault, ...] = ()
    warnings: tuple[LineFault, ...] = ()


class Reason(View, frozen=True, kw_only=True):
    """Why a bundle or a part of it was not applied: a code of the bundle format, the stream and a detail.

    `node` is whom it is about; `unit_name`, `status` and `since` are what the rosters say of that node now.
    """

    code: str
    stream: str = ""
    detail: str = ""
    node: str = ""
    unit_name: str = ""
    status: str = ""
    since: str = ""


class Claim(View, frozen=True, kw_only=True):
    """Whom the maker of something claims to be that no accepted roster names; nothing of it is proved but the key.

    `unit` and `unit_name` are what a roster in the bundle says, which was not accepted; `vouched_by` issued that.
    """

    node: str
    fingerprint: str
    unit: str = ""
    unit_name: str = ""
    vouched_by: str = ""
    officers: tuple[str, ...] = ()


class OlderRoster(View, frozen=True, kw_only=True):
    """A roster that came and is older than the one held here, which stays."""

    unit_name: str
    version: int
    held: int


class Gap(View, frozen=True, kw_only=True):
    """Changesets of a stream that are missing, first and last included.

    `unit_name` wrote them, `maker` sent what came after them and so has them, known since `since`; `asked` is when
    that maker was last asked.
    """

    stream: str
    first: int
    last: int
    unit_name: str = ""
    maker: str = ""
    maker_name: str = ""
    since: str = ""
    asked: str = ""


class FileOutcome(View, frozen=True, kw_only=True):
    """What became of one bundle file, or would: outcome, reasons, and counts of records per kind.

    `lacks` is how many changes its maker lacks by the receipt in it, told where the bundle brings no changes itself.
    Of `unknown` records it says something that only a newer version of the app can show.
    """

    file: str
    bundle: str
    outcome: str
    reasons: tuple[Reason, ...] = ()
    counts: dict[str, dict[str, int]] = {}
    conflicts: int = 0
    unknown: int = 0
    gaps: tuple[Gap, ...] = ()
    attachments: int = 0
    maker: str = ""
    maker_unit: str = ""
    created_at: str = ""
    signers: tuple[str, ...] = ()
    size: int = 0
    root_fingerprint: str = ""
    claim: Claim | None = None
    older_rosters: tuple[OlderRoster, ...] = ()
    lacks: int = 0


class Exported(View, frozen=True, kw_only=True):
    """One written bundle and what it holds; `paths` are all of its files where it was split."""

    path: Path
    bytes: int
    bundle: str
    changesets: int
    revisions: int
    attachments: int
    to: tuple[str, ...]
    parts: int = 1
    paths: tuple[Path, ...] = ()


class Outgoing(View, frozen=True, kw_only=True):
    """What an export would write: changes of how many records, photos and files in full size, about how many bytes."""

    changes: int = 0
    records: int = 0
    photos: int = 0
    bytes: int = 0
    parts: int = 1


class Candidate(View, frozen=True, kw_only=True):
    """One side of a conflict: the revision, its value in words and on the wire, who, when, from where.

    `by_known` tells whether the name belongs to the post of its node; otherwise `by` says that it is claimed.
    `may_take` tells whether this logbook may settle the conflict by this value.
    """

    revision: str
    value: Any
    text: str
    at: str
    by: str
    node: str
    unit: str
    unit_name: str = ""
    by_known: bool = False
    may_take: bool = False


class Conflict(View, frozen=True, kw_only=True):
    """A field of a record that people disagree on; the first candidate is the value shown.

    `may_settle` tells whether this logbook may settle it at all, `settled_by` who does where it may not; which of the
    values it may take, each candidate says.
    """

    record: str
    kind: str
    serial: str
    title: str
    field: str
    label: str
    candidates: tuple[Candidate, ...]
    may_settle: bool = False
    settled_by: str = ""


class Peer(View, frozen=True, kw_only=True):
    """What one other node has of what we hold, and when we last heard from or wrote to it."""

    node: str
    unit: str
    unit_name: str
    level: str
    has: dict[str, int]
    lacks: int
    last_in: str | None
    last_out: str | None
    status: str = "active"


class RosterLine(View, frozen=True, kw_only=True):
    """One node that a headquarters vouches for; of one that has ended, since when, and why where it was said here.

    `status` is `dropped` for one that an earlier roster named and none names any more; `shared` tells that another
    active node speaks for the same unit; `officer` is the name under which it asked to be admitted.
    """

    node: str
    unit: str
    unit_name: str
    level: str
    title: str
    status: str
    fingerprint: str
    issuer: str
    is_self: bool
    issuer_name: str = ""
    since: str = ""
    why: str = ""
    officer: str = ""
    shared: bool = False


class HeldBundle(View, frozen=True, kw_only=True):
    """A bundle that is kept aside and retried by itself; `maker_name` is empty where no roster names its maker."""

    file: str
    bundle: str
    reasons: tuple[Reason, ...]
    at: str
    maker: str = ""
    maker_name: str = ""
    claim: Claim | None = None


class BackupView(View, frozen=True, kw_only=True):
    """The last backup and when it was verified; `elsewhere` unless it lies in the logbook's own folder."""

    path: str
    verified_at: str
    elsewhere: bool = True


class Status(View, frozen=True, kw_only=True):
    """Everything the status command and the sync pill say.

    `alerts` are codes of what is wrong with this logbook itself, the rosters or the settings: `behind-anchor`,
    `restored`, `twin`, `dropped`, `shared-post`, `foreign-claim`, `several-settings`. `roster_alarms` says in sentences
    whom those of the rosters are about.
    """

    identity: Identity
    schema: int
    format: int
    records: dict[str, int]
    unsent: int
    peers: tuple[Peer, ...]
    gaps: tuple[Gap, ...]
    held: tuple[HeldBundle, ...]
    forks: tuple[str, ...]
    conflicts: int
    backup: BackupView | None
    warnings: tuple[str, ...]
    alerts: tuple[str, ...] = ()
    roster_alarms: tuple[str, ...] = ()
