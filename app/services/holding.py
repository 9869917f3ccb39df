"""Holding: bundles that wait for something are kept as files, encrypted to this logbook, and tried again."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import msgspec

from app.services.bundle_files import ENCRYPTED_SUFFIX, SUFFIX
from app.services.desks import Desk
from app.services.errors import MissingFileError
from app.services.views import FileOutcome
from app.storage.reader import Reader
from app.storage.rows import HeldBundle, JournalEntry
from app.storage.writer import Writer
from app.sync.envelope import enclose
from app.sync.errors import UnknownSignerError

PIECE = 1 << 20
HELD = "held"
DISCARDED = "discarded"


class HeldFile(msgspec.Struct, frozen=True):
    """A kept file and what the store knows of it."""

    path: Path
    bundle: HeldBundle


def held_folder(desk: Desk) -> Path:
    """Return the folder of kept bundles, made on first use."""
    folder = desk.path / HELD
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def held_files(desk: Desk) -> tuple[HeldFile, ...]:
    """Return the bundles that are kept, oldest first; those whose file is gone are left out."""
    with desk.logbook.reading() as reader:
        kept = reader.held()
    files = [HeldFile(held_folder(desk) / one.file, one) for one in kept]
    return tuple(one for one in files if one.path.is_file())


def came_as(file: str) -> str:
    """Return the name that a kept file came with, without the letters that keep two of one name apart."""
    stem, dot, rest = file.partition(SUFFIX)
    name, _, digest = stem.rpartition(".")
    return f"{name or digest}{dot}{rest}"


def is_held(desk: Desk, file: Path) -> bool:
    """Tell whether a file is one of those kept beside the logbook."""
    return file.parent == held_folder(desk)


def is_kept(desk: Desk, reader: Reader, file: Path) -> bool:
    """Tell whether a file is one of those kept, or is the same as one that came under this name before."""
    if is_held(desk, file):
        return True
    stem = _stem(file)
    same = [one for one in reader.held() if one.file.startswith(f"{stem}.")]
    return bool(same) and _kept_name(file, file_digest(file)) in {one.file for one in same}


def file_digest(file: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _stem(file: Path) -> str:
    return file.name.removesuffix(ENCRYPTED_SUFFIX).removesuffix(SUFFIX)[:60]


def _kept_name(file: Path, digest: str) -> str:
    """Return the name that a file is kept under, with the beginning of its SHA-256: two of a name are both kept."""
    return f"{_stem(file)}.{digest[:16]}{ENCRYPTED_SUFFIX}"


def keep_held(
    desk: Desk,
    writer: Writer,
    file: Path,
    outcome: FileOutcome,
    *,
    digest: str,
    maker: str,
    vouched: bool,
    encrypted: bool = True,
) -> None:
    """Keep a bundle beside the logbook, flushed before the transaction that names it; a plain one is encrypted.

    `maker` is whom it names as such; `vouched` says that a roster names that node and the signature holds.
    """
    claim = msgspec.to_builtins(outcome.claim) if outcome.claim else None
    reasons = [
        {
            "code": one.code,
            "stream": one.stream,
            "detail": one.detail,
            "node": one.node,
            "claim": claim if one.code == UnknownSignerError.code else None,
            "gaps": [
                {"stream": gap.stream, "from": gap.first, "to": gap.last}
                for gap in outcome.gaps
                if gap.stream == one.stream
            ],
        }
        for one in outcome.reasons
    ]
    name = file.name
    if not is_held(desk, file):
        name = _kept_name(file, digest)
        _copy(file, held_folder(desk) / name, desk.keys.recipient, encrypted=encrypted)
    writer.put_held(
        HeldBundle(
            digest=name, file=name, at=desk.now(), bundle=outcome.bundle or None, reasons=reasons, maker=maker,
            vouched=vouched,
        )
    )  # fmt: skip


def forget_held(desk: Desk, writer: Writer, file: Path) -> None:
    """Take a kept bundle that has nothing left to wait for off the list; its file goes only after the commit."""
    if is_held(desk, file):
        writer.remove_held(file.name)


def discard(desk: Desk, name: str) -> None:
    """Throw a kept bundle away (`HeldBundle.file`), because a person does not want it; the journal says so.

    Raises `MissingFileError` where nothing of that name is kept.
    """
    with desk.logbook.writing() as writer:
        held = next((one for one in writer.held() if one.file == name), None)
        if held is None:
            raise MissingFileError(path=name)
        writer.remove_held(held.digest)
        writer.add_journal(
            JournalEntry(
                at=desk.now(), direction="in", outcome=DISCARDED, file=came_as(name), digest="",
                bundle=held.bundle, officer=desk.identity.officer,
            )
        )  # fmt: skip
    (held_folder(desk) / name).unlink(missing_ok=True)


def drop_held(desk: Desk, file: Path) -> None:
    """Remove the file of a kept bundle that was forgotten."""
    if is_held(desk, file):
        file.unlink(missing_ok=True)


def _copy(source: Path, target: Path, recipient: str, *, encrypted: bool) -> None:
    temporary = target.with_suffix(".part")
    with temporary.open("wb") as out, source.open("rb") as stream:
        if encrypted:
            shutil.copyfileobj(stream, out, PIECE)
        else:
            enclose(iter(lambda: stream.read(PIECE), b""), out, [recipient])
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(target)
