"""Commands about bundles: `export`, `import`, `undo`, `inspect` and `verify`."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.codes import DONE, FAILED, IN_PART
from app.cli.exits import RefusedError, UsageFaultError
from app.cli.session import Session

if TYPE_CHECKING:
    from app.services.views import FileOutcome

SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(B|kB|KB|MB|GB|)", re.ASCII)
UNITS = {"": 1, "B": 1, "kB": 1000, "KB": 1000, "MB": 1_000_000, "GB": 1_000_000_000}
GOOD = frozenset({"applied", "nothing-new"})


def export(
    session: Session,
    to: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="NODE|UNIT", help="For whom; the headquarters above by default."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE|DIR", help="Where the bundle goes.")
    ] = None,
    since_start: Annotated[
        bool, typer.Option("--since-start", help="Everything, not only what is lacking.")
    ] = False,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since", formats=["%Y-%m-%d"], metavar="DATE", help="Send again what was sent from this day on."
        ),
    ] = None,
    max_size: Annotated[
        str | None, typer.Option("--max-size", metavar="SIZE", help="Split into parts, such as 5MB.")
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Signed but not encrypted.")] = False,
    no_photos: Annotated[
        bool, typer.Option("--no-photos", help="Thumbnails only, and the photos that were asked for.")
    ] = False,
    request: Annotated[
        bool, typer.Option("--request", help="No records: only what is held here and which files are wanted.")
    ] = False,
) -> None:
    """Seal what is new and write a bundle."""
    # Loaded here, as every import inside a command is, so that the other commands start quicker.
    from app.cli.tables import size
    from app.services import exchange

    limit = read_size(max_size) if max_size else None
    with session.desk() as desk:
        made = exchange.export(
            desk,
            to=tuple(to or ()),
            out=out,
            since_start=since_start,
            since=since.astimezone() if since else None,
            max_size=limit,
            plain=plain,
            photos=not no_photos,
            request=request,
            progress=session.progress("Writing the bundle"),
        )
    if session.as_json:
        from app.cli.answers import exported_answer

        session.document(exported_answer(made))
        return
    session.say_all(str(path) for path in made.paths)
    session.note(
        f"{size(made.bytes)}: {made.revisions} revisions in {made.changesets} changesets, "
        f"{made.attachments} attachments, {made.parts} part(s), for {', '.join(made.to)}."
    )


def import_(
    session: Session,
    files: Annotated[list[Path], typer.Argument(metavar="FILE|DIR...", help="Bundles, or folders of them.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")] = False,
    root_fingerprint: Annotated[
        str | None,
        typer.Option(
            "--root-fingerprint", metavar="WORDS", help="Force HQ's six words, for the first bundle."
        ),
    ] = None,
    accept_withdrawals: Annotated[
        bool, typer.Option("--accept-withdrawals", help="Also where a great many records would be withdrawn.")
    ] = False,
) -> int:
    """Import bundles in any order and say what became of each."""
    from app.cli.answers import outcome_answer  # see export
    from app.services import exchange

    named = bundles_in(files)
    with session.desk() as desk:
        outcomes = exchange.import_files(
            desk,
            named,
            dry_run=dry_run,
            progress=session.progress("Importing"),
            root_fingerprint=root_fingerprint,
            accept_withdrawals=accept_withdrawals,
        )
    if session.as_json:
        session.document({"files": [outcome_answer(outcome) for outcome in outcomes]})
    else:
        session.say_all(line for outcome in outcomes for line in outcome_lines(outcome))
    complain(session, outcomes)
    return code_of(outcomes)


def undo(
    session: Session,
    bundle: Annotated[
        str | None, typer.Argument(metavar="[BUNDLE]", help="The id of a bundle; the last import by default.")
    ] = None,
) -> None:
    """Take out again all that one import brought, as long as nothing was built on it."""
    from app.cli.answers import as_dict  # see export
    from app.services import exchange

    with session.desk() as desk:
        undone = exchange.undo_import(desk, bundle)
    if session.as_json:
        session.document({name: value for name, value in as_dict(undone).items() if name != "changes"})
        return
    session.say(
        f"{undone.file}: undone. {undone.removed} records are gone, {undone.restored} are as they were before."
    )
    session.note("What it brought will be asked for again with the next bundle that goes out.")


def inspect(session: Session, file: Annotated[Path, typer.Argument(metavar="FILE")]) -> None:
    """Say what a bundle holds and who signed it; an encrypted one needs the logbook it is for."""
    from app.cli.inspection_words import inspection_lines  # see export
    from app.services import inspection

    _there(file)
    if session.logbook_named():
        with session.desk() as desk:
            found = inspection.inspect(file, desk)
    else:
        found = inspection.inspect(file)
    if session.as_json:
        session.document(found)
    else:
        session.say_all(inspection_lines(found))


def verify(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    roster: Annotated[
        Path | None, typer.Option("--roster", metavar="FILE", help="A roster, where no logbook is at hand.")
    ] = None,
) -> int:
    """Check signatures, digests and chains of a bundle, or who made a report; exit code 0 or 1."""
    from app.services import inspection  # see export
    from app.services.reports.checking import is_report

    if _there(file).is_file() and is_report(file):
        return _verify_report(session, file, roster)
    if session.logbook_named():
        with session.desk() as desk:
            faults = inspection.verify(file, roster=roster, desk=desk)
    else:
        faults = inspection.verify(file, roster=roster)
        if roster is None and not faults:
            session.note(
                "No roster was at hand: what holds was made by the nodes it names, whoever they are."
            )
    if session.as_json:
        session.document({"ok": not faults, "faults": list(faults)})
    else:
        session.say_all([str(fault) for fault in faults] or ["Everything in it verifies."])
    return FAILED if faults else DONE


def _verify_report(session: Session, file: Path, roster: Path | None) -> int:
    from app.cli.report_words import check_lines  # see export
    from app.services.reports.checking import answer, check_file

    if session.logbook_named():
        with session.desk() as desk:
            found = check_file(file, desk=desk, roster=roster)
    else:
        found = check_file(file, roster=roster)
    if session.as_json:
        session.document(answer(found))
    else:
        session.say_all(check_lines(found))
    return DONE if found.ok else FAILED


def read_size(text: str) -> int:
    """Return the bytes of a size such as `5MB`; raises UsageFaultError."""
    match = SIZE.fullmatch(text.strip())
    if match is None or not float(match.group(1)):
        raise UsageFaultError(f"Write a size such as 5MB or 500kB; {text!r} is not.")
    return int(float(match.group(1)) * UNITS[match.group(2)])


def bundles_in(paths: list[Path]) -> list[Path]:
    """Return the files named and the bundles of the folders named, each once; raises where there is none."""
    from app.services.importing import bundles_of  # loaded here so that other commands start quicker

    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(bundles_of(path)))
        else:
            found[_there(path)] = None
    if not found:
        raise RefusedError("There is no bundle in this folder; nothing was imported.")
    return list(found)


def code_of(outcomes: tuple[FileOutcome, ...]) -> int:
    """Return 0 where all were taken, 1 where none was, 5 where some, or parts of some, were not."""
    good = [outcome for outcome in outcomes if outcome.outcome in GOOD]
    if len(good) == len(outcomes) and not any(outcome.reasons for outcome in good):
        return DONE
    return IN_PART if good else FAILED


def outcome_lines(outcome: FileOutcome) -> list[str]:
    """Return what became of one bundle, for a person."""
    from app.services.wording import gap_words, unknown_words  # see export

    counts = ", ".join(
        f"{kind}: "
        + " and ".join(f"{number} {what.replace('_', ' ')}" for what, number in sides.items() if number)
        for kind, sides in outcome.counts.items()
        if any(sides.values())
    )
    lines = [f"{Path(outcome.file).name}: {outcome.outcome}" + (f" ({counts})" if counts else "")]
    if outcome.conflicts:
        lines.append(f"  {outcome.conflicts} new conflict(s); see `liaison conflicts`.")
    if outcome.unknown:
        lines.append(f"  {unknown_words(outcome.unknown)}")
    return lines + [f"  {gap_words(gap)}" for gap in outcome.gaps]


def complain(session: Session, outcomes: tuple[FileOutcome, ...]) -> None:
    """Say on standard error why a bundle or a part of it was not taken, quiet or not."""
    import sys

    from app.cli.session import plain
    from app.services.wording import reason_words

    for outcome in outcomes:
        for reason in outcome.reasons:
            sys.stderr.write(
                plain(f"{Path(outcome.file).name}: {reason.code}: {reason_words(reason)}") + "\n"
            )


def _there(path: Path) -> Path:
    if not path.exists():
        raise UsageFaultError(f"There is no file {path}.")
    return path


COMMANDS = {"export": export, "import": import_, "undo": undo, "inspect": inspect, "verify": verify}
