"""Trying: one bundle applied inside a transaction, and several in a row whose transaction is rolled back: the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from app.services.applying import Application, MassWithdrawalError
from app.services.desks import Desk, Discarded
from app.services.held_room import Maker, has_room, maker_of, without_room
from app.services.peers import readable_by_all
from app.services.reasons import Names, claim_of
from app.services.views import FileOutcome, OlderRoster, Reason
from app.storage.reader import Reader
from app.storage.writer import Writer
from app.sync.errors import BundleError
from app.sync.planning import Outcome, Plan, outcome_of, plan
from app.sync.reasons import is_held
from app.sync.verification import VerifiedBundle, read_bundle, verify


class Options(msgspec.Struct, frozen=True):
    """How a file is imported: for the first time or again, with which words compared, whatever it withdraws.

    `waiting` are streams that a person has to agree to, and why: known from the last time, so that nothing is worked
    out to find that again.
    """

    retry: bool = False
    root_words: str | None = None
    may_withdraw: bool = False
    waiting: Mapping[str, str] = {}


def asking(error: MassWithdrawalError) -> dict[str, str]:
    """Return the streams that wait for a person, with what they would withdraw or empty."""
    return dict.fromkeys(error.streams, f"it would withdraw or empty {error}")


def agreed(options: Options) -> Options:
    """Return options that let everything be withdrawn that does not wait for a person."""
    return msgspec.structs.replace(options, may_withdraw=True)


def applied(
    desk: Desk,
    writer: Writer,
    file: Path,
    bundle: VerifiedBundle,
    options: Options,
    waiting: Mapping[str, str],
) -> tuple[Application, Plan, FileOutcome]:
    """Plan and apply a bundle in the transaction at hand, all but its attachments; raises `MassWithdrawalError`."""
    application = Application(
        desk, writer, options.root_words, waiting=waiting, may_withdraw=options.may_withdraw
    )
    planned = plan(bundle, application.holdings())
    application.apply(planned)
    outcome = _outcome(desk, writer, file, planned, application)
    maker = maker_of(bundle, planned.book or desk.book)
    if application.unfinished and not has_room(desk, writer, file, maker):
        application.unfinished = False
        outcome = without_room(outcome)
    return application, planned, outcome


def refused(desk: Desk, reader: Reader, file: Path, error: BundleError) -> FileOutcome:
    """Return what became of a bundle that could not even be planned."""
    outcome = FileOutcome(
        file=str(file),
        bundle="",
        outcome=outcome_of(error).value,
        reasons=(Reason(code=error.code, detail=error.detail),),
        size=file.stat().st_size,
    )
    if outcome.outcome == Outcome.HELD and not has_room(desk, reader, file, Maker()):
        return without_room(outcome)
    return outcome


def tried(desk: Desk, files: Iterable[Path], options: Options) -> tuple[FileOutcome, ...]:
    """Return what would become of these files one after the other, by applying them and taking all of it back.

    What waits for another of them is tried again after each success, as an import does.
    """
    trial = Desk(desk.logbook, clock=desk.clock)
    outcomes: dict[Path, FileOutcome] = {}
    with suppress(Discarded), desk.logbook.writing() as writer:
        for file in files:
            outcomes[file] = _try_one(trial, writer, file, options)
            if outcomes[file].outcome == Outcome.APPLIED:
                _try_again(trial, writer, outcomes, options)
        raise Discarded
    return tuple(outcomes.values())


def waits(outcome: FileOutcome) -> bool:
    """Tell whether a bundle, or a part of one that was applied, waits for something."""
    return any(is_held(reason.code) for reason in outcome.reasons)


def retold(earlier: FileOutcome, later: FileOutcome) -> FileOutcome:
    """Return what is said of a bundle that was tried again: what came of both times, and what it waits for now.

    A record that both times changed is counted twice.
    """
    if earlier.outcome != Outcome.APPLIED:
        return msgspec.structs.replace(later, file=earlier.file)
    counts = {kind: dict(sides) for kind, sides in earlier.counts.items()}
    for kind, sides in later.counts.items():
        both = counts.setdefault(kind, {})
        both.update({side: both.get(side, 0) + number for side, number in sides.items()})
    return msgspec.structs.replace(
        earlier,
        counts=counts,
        conflicts=earlier.conflicts + later.conflicts,
        unknown=earlier.unknown + later.unknown,
        reasons=later.reasons,
        gaps=later.gaps,
    )


def _try_again(trial: Desk, writer: Writer, outcomes: dict[Path, FileOutcome], options: Options) -> None:
    """Try again what waits, as a whole or in part, until nothing gets further."""
    progressed = True
    while progressed:
        progressed = False
        for file in [file for file, one in outcomes.items() if waits(one)]:
            later = _try_one(trial, writer, file, options)
            outcomes[file] = retold(outcomes[file], later)
            progressed = progressed or later.outcome == Outcome.APPLIED


def _try_one(trial: Desk, writer: Writer, file: Path, options: Options) -> FileOutcome:
    try:
        with read_bundle(file, [trial.keys.identity]) as checked:
            bundle = verify(checked)
            try:
                with writer.trying():
                    _, _, outcome = applied(trial, writer, file, bundle, options, {})
            except MassWithdrawalError as error:
                with writer.trying():
                    _, _, outcome = applied(trial, writer, file, bundle, agreed(options), asking(error))
    except BundleError as error:
        return refused(trial, writer, file, error)
    trial.refresh(writer)
    return outcome


def _outcome(desk: Desk, writer: Writer, file: Path, planned: Plan, application: Application) -> FileOutcome:
    manifest = planned.bundle.manifest
    book = planned.book or desk.book
    maker = book.entry_of(manifest.sender) if book else None
    signers = {one.changeset.stream.node for one in planned.changesets}
    names = [entry.unit_name for node in sorted(signers) if book and (entry := book.entry_of(node))]
    names_of = Names(writer, book)
    reasons = tuple(map(names_of.known, application.reasons))
    return FileOutcome(
        file=str(file),
        bundle=manifest.bundle,
        outcome=application.outcome.value,
        reasons=reasons,
        counts=application.counts(),
        conflicts=application.conflicts,
        unknown=application.unknown,
        gaps=tuple(map(names_of.lacking, planned.gaps)),
        attachments=len(planned.attachments),
        maker=maker.unit_name if maker else manifest.sender,
        maker_unit=maker.unit if maker else "",
        created_at=manifest.created_at,
        signers=tuple(names),
        size=file.stat().st_size,
        root_fingerprint=planned.new_root.fingerprint if planned.new_root else "",
        claim=claim_of(planned.bundle, reasons, book),
        older_rosters=_older(desk, planned),
        lacks=_lacks(writer, planned),
    )


def _older(desk: Desk, planned: Plan) -> tuple[OlderRoster, ...]:
    """Return the rosters that are older than what is held: ignored, and told, because one may have been put back."""
    rosters = desk.book.rosters if desk.book else {}
    names = {entry.node: entry.unit_name for entry in desk.book.entries} if desk.book else {}
    return tuple(
        OlderRoster(unit_name=names.get(one.roster.issuer, ""), version=one.roster.version, held=held.version)
        for one in planned.older_rosters
        if (held := rosters.get(one.roster.issuer)) is not None
    )


def _lacks(writer: Writer, planned: Plan) -> int:
    """Return how many changes the maker lacks of what is held here, where it sends none: such a bundle asks."""
    bundle = planned.bundle
    maker = planned.book.entry_of(bundle.manifest.sender) if planned.book else None
    if bundle.changesets or bundle.attachments or maker is None:
        return 0
    readable = readable_by_all(list(writer.stream_heads()), [maker])
    have = {stream: one.seq for stream, one in bundle.manifest.have.items()}
    return writer.changes_beyond(have, readable)[0]
