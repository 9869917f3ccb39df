"""Importing: bundles in any order, each checked whole, planned, and applied in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from app.services.applying import MASS_WITHDRAWAL, MassWithdrawalError
from app.services.bundle_files import ENCRYPTED_SUFFIX, SUFFIX
from app.services.desks import Desk
from app.services.errors import MissingFileError
from app.services.held_room import maker_of
from app.services.holding import drop_held, file_digest, forget_held, held_files, keep_held
from app.services.trying import Options, agreed, applied, asking, refused, retold, tried, waits
from app.services.views import FileOutcome
from app.storage.errors import StorageError
from app.storage.rows import HeldBundle, JournalEntry
from app.sync.envelope import is_encrypted
from app.sync.errors import BundleError
from app.sync.planning import Outcome
from app.sync.verification import CheckedContainer, VerifiedBundle, read_bundle, verify

Progress = Callable[[int, int], None]


def preview(desk: Desk, file: Path) -> FileOutcome:
    """Return what importing a file would do; everything is tried inside a transaction that is rolled back."""
    (outcome,) = import_files(desk, [file], dry_run=True)
    return outcome


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
    two files. A `dry_run` says what would become of all of them together and changes nothing.
    """
    options = Options(root_words=root_fingerprint, may_withdraw=accept_withdrawals)
    wanted = list(_expanded(files))
    for file in wanted:
        if not file.is_file():
            raise MissingFileError(path=file)
    steps = _steps(wanted, progress, cancelled)
    if dry_run:
        return tried(desk, steps, options)
    outcomes: dict[str, FileOutcome] = {}
    for file in steps:
        outcome = _import_one(desk, file, options)
        outcomes[str(file)] = outcome
        if outcome.outcome == Outcome.APPLIED:
            _retry_held(desk, outcomes)
    return tuple(outcomes.values())


def _steps(
    files: Sequence[Path], progress: Progress | None, cancelled: Callable[[], bool] | None
) -> Iterator[Path]:
    """Yield the files one after the other; each is told of when it is done, and none begins after a cancel."""
    for number, file in enumerate(files, 1):
        if cancelled is not None and cancelled():
            return
        yield file
        if progress:
            progress(number, len(files))


def accept_withdrawals(desk: Desk, name: str) -> FileOutcome:
    """Apply a kept bundle (`HeldBundle.file`) with everything it withdraws, because a person looked at it and agreed.

    Raises `MissingFileError` where nothing of that name is kept.
    """
    found = next((held for held in held_files(desk) if held.bundle.file == name), None)
    if found is None:
        raise MissingFileError(path=name)
    outcome = _import_one(desk, found.path, Options(retry=True, may_withdraw=True))
    if outcome.outcome == Outcome.APPLIED:
        _retry_held(desk, {})
    return outcome


def retry_held(desk: Desk) -> None:
    """Try what is kept aside again, as after an update of the app; what cannot be tried now stays where it is."""
    with suppress(OSError, StorageError):
        _retry_held(desk, {})


def _retry_held(desk: Desk, outcomes: dict[str, FileOutcome]) -> None:
    """Try every held bundle again until none gets further; what is said of those of this call is what holds then."""
    progressed = True
    while progressed:
        progressed = False
        for held in held_files(desk):
            outcome = _import_one(desk, held.path, Options(retry=True, waiting=_waiting(held.bundle)))
            progressed = progressed or outcome.outcome == Outcome.APPLIED
            for name, earlier in outcomes.items():
                if outcome.bundle and earlier.bundle == outcome.bundle and waits(earlier):
                    outcomes[name] = retold(earlier, outcome)


def _waiting(held: HeldBundle) -> dict[str, str]:
    """Return the streams of a kept bundle that wait for a person, with the reason."""
    return {one["stream"]: one["detail"] for one in held.reasons if one["code"] == MASS_WITHDRAWAL}


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


def _import_one(desk: Desk, file: Path, options: Options) -> FileOutcome:
    try:
        with read_bundle(file, [desk.keys.identity]) as checked:
            return _import_checked(desk, file, checked, options)
    except BundleError as error:
        with desk.logbook.reading() as reader:
            outcome = refused(desk, reader, file, error)
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
            keep_held(
                desk, writer, file, outcome, digest=digest, maker="", vouched=False,
                encrypted=_is_encrypted(file),
            )  # fmt: skip
        else:
            forget_held(desk, writer, file)
    if not held:
        drop_held(desk, file)


def _is_encrypted(file: Path) -> bool:
    with file.open("rb") as stream:
        return is_encrypted(stream)


def _import_checked(desk: Desk, file: Path, checked: CheckedContainer, options: Options) -> FileOutcome:
    bundle = verify(checked)
    try:
        return _import_verified(desk, file, bundle, options, options.waiting)
    except MassWithdrawalError as error:
        waiting, options = {**asking(error), **options.waiting}, agreed(options)
        return _import_verified(desk, file, bundle, options, waiting)


def _import_verified(
    desk: Desk, file: Path, bundle: VerifiedBundle, options: Options, waiting: Mapping[str, str]
) -> FileOutcome:
    digest = file_digest(file)
    checked = bundle.checked
    with desk.logbook.writing() as writer:
        application, planned, outcome = applied(desk, writer, file, bundle, options, waiting)
        application.deliver(checked, planned)
        if not options.retry or outcome.outcome != Outcome.HELD:
            writer.add_journal(_entry(desk, file, outcome, checked.manifest.sender, digest))
        if application.unfinished:
            maker = maker_of(bundle, planned.book or desk.book)
            keep_held(
                desk, writer, file, outcome, digest=digest, maker=maker.node, vouched=maker.vouched,
                encrypted=checked.encrypted,
            )  # fmt: skip
        else:
            forget_held(desk, writer, file)
        desk.refresh(writer)
    if not application.unfinished:
        drop_held(desk, file)
    return outcome


def _entry(desk: Desk, file: Path, outcome: FileOutcome, maker: str, digest: str) -> JournalEntry:
    return JournalEntry(
        at=desk.now(),
        direction="in",
        outcome=outcome.outcome,
        file=file.name,
        digest=digest,
        bundle=outcome.bundle or None,
        node=maker or None,
        reasons=[
            {"code": one.code, "stream": one.stream, "detail": one.detail, "node": one.node}
            for one in outcome.reasons
        ],
        counts=dict(outcome.counts),
        officer=desk.identity.officer,
        path=str(file.resolve()),
    )
