"""Commands about a logbook as a whole: `create`, `request`, `status`, `backup`, `restore`, `check` and
`passphrase`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.codes import DONE, FAILED
from app.cli.exits import UsageFaultError
from app.cli.session import Session

if TYPE_CHECKING:
    from app.services.desks import Desk
    from app.services.views import Identity, Status

NewPath = Annotated[Path, typer.Argument(metavar="PATH", help="The folder of the new logbook.")]
UnitNameOption = Annotated[str, typer.Option("--unit-name", metavar="NAME", help="The name of the unit.")]
OfficerOption = Annotated[
    str, typer.Option("--officer", metavar="NAME", help="Rank and name of the officer.")
]
REQUEST_LEVELS = ("sector", "unit")


def create(
    session: Session,
    path: NewPath,
    mission: Annotated[str, typer.Option("--mission", metavar="NAME", help="The name of the mission.")],
    unit_name: UnitNameOption,
    officer: OfficerOption,
) -> None:
    """Make the Force HQ logbook of a new mission, the root of its roster."""
    # Loaded here because most commands make no logbook; the same holds for every import inside a command.
    from app.services.desks import create_mission

    _filled(mission=mission, unit_name=unit_name, officer=officer)
    with create_mission(
        path, mission=mission, unit_name=unit_name, officer=officer, passphrase=session.new_passphrase()
    ) as desk:
        _say_made(session, desk, path)


def request(
    session: Session,
    path: NewPath,
    unit_name: UnitNameOption,
    level: Annotated[str, typer.Option("--level", metavar="sector|unit", help="What the unit is.")],
    officer: OfficerOption,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the request is written.")],
) -> None:
    """Make a logbook that asks to join a mission, and write its request."""
    from app.services.rosters import request_to_join  # see create

    if level not in REQUEST_LEVELS:
        raise UsageFaultError(f"--level is sector or unit, not {level}.")
    _filled(unit_name=unit_name, officer=officer)
    passphrase = session.passphrase() if path.exists() else session.new_passphrase()
    desk, written = request_to_join(
        path, unit_name=unit_name, level=level, officer=officer, passphrase=passphrase, out=out
    )
    with desk:
        _say_made(session, desk, written)


def status(session: Session) -> None:
    """Say who this logbook is, what it holds, what is unsent and what each peer has."""
    from app.services.status import status as standing  # see create

    with session.desk() as desk:
        found = standing(desk)
    if session.as_json:
        from app.cli.answers import status_answer

        session.document(status_answer(found))
        return
    session.say_all(_status_lines(found))


def backup(
    session: Session,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", help="Another folder, best on another disk.")
    ] = None,
) -> None:
    """Write a verified copy of the logbook."""
    from app.services import safety  # see create

    with session.desk() as desk:
        written = safety.backup(desk, to)
    size = written.stat().st_size
    if session.as_json:
        session.document({"path": str(written), "bytes": size})
    else:
        session.say(str(written))
        session.note(f"{size} bytes, verified.")


def restore(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    path: NewPath,
) -> None:
    """Make a logbook from a backup; it starts a new epoch and contradicts nothing it sent."""
    from app.services import safety  # see create

    if not file.exists():
        raise UsageFaultError(f"There is no file {file}.")
    with safety.restore(file, path, session.passphrase()) as desk:
        _say_made(session, desk, path)
        session.note(
            "Restored in a new epoch. Import what your headquarters sends to get what came after it."
        )


def check(session: Session) -> int:
    """Check the logbook's integrity, chains, search index and attachments."""
    from app.services import safety  # see create

    with session.desk() as desk:
        faults = safety.check(desk)
    if session.as_json:
        session.document({"ok": not faults, "faults": list(faults)})
    else:
        session.say_all(faults or ["No fault was found."])
    return FAILED if faults else DONE


def passphrase(
    session: Session,
    new: Annotated[
        Path | None,
        typer.Option(
            "--new-passphrase-file",
            metavar="FILE",
            help="Where the new one is; else LIAISON_NEW_PASSPHRASE, or a prompt.",
        ),
    ] = None,
) -> None:
    """Change the passphrase of a logbook; older backups keep the one of their time."""
    from app.cli.passphrases import ask_change
    from app.services import passphrases  # see create

    place = session.place()
    passphrases.change(place, session.passphrase(), ask_change(new))
    if session.as_json:
        session.document({"path": str(place), "changed": True})
    session.note("The passphrase is changed. Backups made before still open with the old one.")


def _filled(**texts: str) -> None:
    empty = [name for name, text in texts.items() if not text.strip()]
    if empty:
        raise UsageFaultError(f"--{empty[0].replace('_', '-')} must not be empty.")


def _say_made(session: Session, desk: Desk, path: Path) -> None:
    identity = desk.identity
    if session.as_json:
        session.document({**_identity_answer(identity), "path": str(path), "bytes": _bytes_of(path)})
        return
    session.say(str(path))
    session.say(f"Node         {identity.node}")
    session.say(f"Fingerprint  {identity.fingerprint}")
    session.note("Compare the fingerprint by voice before anybody relies on it.")


def _identity_answer(identity: Identity) -> dict[str, Any]:
    from app.cli.answers import as_dict  # see create

    return as_dict(identity)


def _bytes_of(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(each.stat().st_size for each in path.rglob("*") if each.is_file())


def _status_lines(found: Status) -> list[str]:
    from app.cli.tables import table, when  # see create
    from app.services.wording import gap_words

    identity = found.identity
    pairs = [
        ("Unit", f"{identity.unit_name} ({identity.unit or 'not admitted yet'}), {identity.level}"),
        ("Mission", identity.mission_name or "none yet"),
        ("Officer", identity.officer),
        ("Node", identity.node),
        ("Fingerprint", identity.fingerprint),
        ("Records", ", ".join(f"{count} {kind}" for kind, count in found.records.items() if count) or "none"),
        ("Unsent", f"{found.unsent} changes"),
        ("Conflicts", found.conflicts),
        ("Held bundles", len(found.held)),
        (
            "Backup",
            f"{found.backup.path}, verified {when(found.backup.verified_at)}" if found.backup else "none yet",
        ),
    ]
    lines = [f"{name:<13}{words}" for name, words in pairs]
    if found.peers:
        rows = [
            (peer.unit, peer.unit_name, peer.lacks, when(peer.last_in), when(peer.last_out))
            for peer in found.peers
        ]
        lines += ["", *table(("Peer", "Name", "Lacks", "Last in", "Last out"), rows)]
    lines += map(gap_words, found.gaps)
    lines += [f"Fork: {stream}; see `liaison forks`." for stream in found.forks]
    return [*lines, *(f"Note: {warning}" for warning in found.warnings)]


COMMANDS = {
    "create": create,
    "request": request,
    "status": status,
    "backup": backup,
    "restore": restore,
    "check": check,
    "passphrase": passphrase,
}
