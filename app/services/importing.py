"""Importing: bundles in any order, each checked whole, planned, and applied in one transaction or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from app.services.applying import Application, MassWithdrawalError
from app.services.desks import Desk, Discarded
from app.services.errors import MissingFileError
from app.services.exporting import ENCRYPTED_SUFFIX, SUFFIX
from app.services.holding import drop_held, forget_held, held_files, keep_held
from app.services.views import FileOutcome, Gap, Reason
from app.storage.rows import JournalEntry
from app.sync.envelope import is_encrypted
from app.sync.errors import BundleError
from app.sync.manifest import Manifest
from app.sync.planning import Outcome, Plan, outcome_of, plan
from app.sync.verification import CheckedContainer, VerifiedBundle, read_bundle, verify

Progress = Callable[[int, int], None]


class _Options(msgspec.Struct, frozen=True):
    """How a file is imported: for real or not, again, with which words compared, whatever it withdraws."""

    dry_run: bool = False
    retry: bool = False
    root_words: str | None = None
    may_withdraw: bool = False


def preview(desk: Desk, file: Path) -> FileOutcome:
    """Return what importing a file would do; everything is tried inside a transaction that is rolled back."""
    if not file.is_file():
        raise MissingFileError(path=file)
    return _import_one(desk, file, _Options(dry_run=True))


def import_files(
    desk: Desk,
    files: Sequence[Path],
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    root_fingerprint: str | None = None,
    accept_withdrawals: bool = False,
) -> tuple[FileOutcome, ...]:
    """Import bundle files, or all bundles of a folder, in any order; what is held is tried again after each success.

    `root_fingerprint` are the words that a person compared for the root of the mission, on joining it. A bundle that
    would withdraw a great deal is held unless a person says yes (`accept_withdrawals`). Cancelling takes effect between
    two files.
    """
    options = _Options(dry_run=dry_run, root_words=root_fingerprint, may_withdraw=accept_withdrawals)
    outcomes: dict[str, FileOutcome] = {}
    wanted = list(_expanded(files))
    for file in wanted:
        if not file.is_file():
            raise MissingFileError(path=file)
    for number, file in enumerate(wanted, 1):
        if cancelled is not None and cancelled():
            break
        outcome = _import_one(desk, file, options)
        outcomes[str(file)] = outcome
        if outcome.outcome == Outcome.APPLIED and not dry_run:
            _retry_held(desk, outcomes)
        if progress:
            progress(number, len(wanted))
    return tuple(outcomes.values())


def accept_withdrawals(desk: Desk, name: str) -> FileOutcome:
    """Apply a kept bundle (`HeldBundle.file`) with everything it withdraws, because a person looked at it and agreed.

    Raises `MissingFileError` where nothing of that name is kept.
    """
    found = next((held for held in held_files(desk) if held.bundle.file == name), None)
    if found is None:
        raise MissingFileError(path=name)
    outcome = _import_one(desk, found.path, _Options(retry=True, may_withdraw=True))
    if outcome.outcome == Outcome.APPLIED:
        _retry_held(desk, {})
    return outcome


def _retry_held(desk: Desk, outcomes: dict[str, FileOutcome]) -> None:
    """Try every held bundle again until none gets further; say so where this call brought it."""
    progressed = True
    while progressed:
        progressed = False
        for held in held_files(desk):
            outcome = _import_one(desk, held.path, _Options(retry=True))
            progressed = progressed or outcome.outcome == Outcome.APPLIED
            if outcome.outcome == Outcome.APPLIED:
                for name, earlier in outcomes.items():
                    if earlier.bundle == outcome.bundle and earlier.outcome == Outcome.HELD:
                        outcomes[name] = msgspec.structs.replace(outcome, file=name)


def _expanded(files: Sequence[Path]) -> Iterator[Path]:
    """Yield files as named, and the bundles of folders; whatever else lies in a folder is not ours to touch."""
    for file in files:
        if file.is_dir():
            yield from bundles_of(file)
        else:
            yield file


def bundles_of(folder: Path) -> list[Path]:
    """Return the bundles that lie in a folder, by name; hidden files are still being written, others are not ours.

    A folder that is gone, as when a stick was pulled, holds none.
    """
    try:
        return sorted(
            each
            for each in folder.iterdir()
            if each.name.endswith((SUFFIX, ENCRYPTED_SUFFIX)) and each.name[0] != "." and each.is_file()
        )
    except OSError:
        return []


def _import_one(desk: Desk, file: Path, options: _Options) -> FileOutcome:
    try:
        with read_bundle(file, [desk.keys.identity]) as checked:
            return _import_checked(desk, file, checked, options)
    except BundleError as error:
        outcome = FileOutcome(
            file=str(file),
            bundle="",
            outcome=outcome_of(error).value,
            reasons=(Reason(code=error.code, detail=error.detail),),
            size=file.stat().st_size,
        )
        if not options.dry_run:
            _after_refusal(desk, file, outcome, retry=options.retry)
        return outcome


def _after_refusal(desk: Desk, file: Path, outcome: FileOutcome, *, retry: bool) -> None:
    """Note a bundle that could not even be planned; one that waits for a newer program is kept."""
    held = outcome.outcome == Outcome.HELD
    if retry and held:
        return
    digest = file_digest(file)
    with desk.logbook.writing() as writer:
        writer.add_journal(_entry(desk, file, outcome, "", digest))
        if held:
            keep_held(desk, writer, file, outcome, digest=digest, encrypted=_is_encrypted(file))
        else:
            forget_held(desk, writer, file)
    if not held:
        drop_held(desk, file)


def _is_encrypted(file: Path) -> bool:
    with file.open("rb") as stream:
        return is_encrypted(stream)


def _import_checked(desk: Desk, file: Path, checked: CheckedContainer, options: _Options) -> FileOutcome:
    """Plan and apply; a second time without the streams that withdraw so much that a person has to agree."""
    bundle = verify(checked)
    try:
        return _import_verified(desk, file, bundle, options, {})
    except MassWithdrawalError as error:
        waiting = dict.fromkeys(error.streams, f"it would withdraw {error}")
    return _import_verified(desk, file, bundle, msgspec.structs.replace(options, may_withdraw=True), waiting)


def _import_verified(
    desk: Desk, file: Path, bundle: VerifiedBundle, options: _Options, waiting: Mapping[str, str]
) -> FileOutcome:
    digest = file_digest(file)
    checked = bundle.checked
    with suppress(Discarded), desk.logbook.writing() as writer:
        application = Application(
            desk, writer, options.root_words, waiting=waiting, may_withdraw=options.may_withdraw
        )
        planned = plan(bundle, application.holdings())
        application.apply(planned)
        outcome = _outcome(desk, file, checked.manifest, planned, application)
        if options.dry_run:
            raise Discarded
        application.deliver(checked, planned)
        if not options.retry or outcome.outcome != Outcome.HELD:
            writer.add_journal(_entry(desk, file, outcome, checked.manifest.sender, digest))
        if application.unfinished:
            keep_held(desk, writer, file, outcome, digest=digest, encrypted=checked.encrypted)
        else:
            forget_held(desk, writer, file)
        desk.refresh(writer)
    if not options.dry_run and not application.unfinished:
        drop_held(desk, file)
    return outcome


def _outcome(
    desk: Desk, file: Path, manifest: Manifest, planned: Plan, application: Application
) -> FileOutcome:
    book = planned.book or desk.book
    maker = book.entry_of(manifest.sender) if book else None
    signers = {one.changeset.stream.node for one in planned.changesets}
    names = [entry.unit_name for node in sorted(signers) if book and (entry := book.entry_of(node))]
    return FileOutcome(
        file=str(file),
        bundle=manifest.bundle,
        outcome=application.outcome.value,
        reasons=application.reasons,
        counts=application.counts(),
        conflicts=application.conflicts,
        gaps=tuple(Gap(stream=gap.stream, first=gap.first, last=gap.last) for gap in planned.gaps),
        attachments=len(planned.attachments),
        maker=maker.unit_name if maker else manifest.sender,
        maker_unit=maker.unit if maker else "",
        created_at=manifest.created_at,
        signers=tuple(names),
        size=file.stat().st_size,
        root_fingerprint=planned.new_root.fingerprint if planned.new_root else "",
    )


def _entry(desk: Desk, file: Path, outcome: FileOutcome, maker: str, digest: str) -> JournalEntry:
    return JournalEntry(
        at=desk.now(),
        direction="in",
        outcome=outcome.outcome,
        file=file.name,
        digest=digest,
        bundle=outcome.bundle or None,
        node=maker or None,
        reasons=[{"code": one.code, "stream": one.stream, "detail": one.detail} for one in outcome.reasons],
        counts=dict(outcome.counts),
        officer=desk.identity.officer,
        path=str(file.resolve()),
    )


def file_digest(file: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
