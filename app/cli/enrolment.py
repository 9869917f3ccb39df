"""Commands about who speaks for whom: `admit`, `confirm`, `roster`, `retire` and `revoke`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.session import Session

if TYPE_CHECKING:
    from app.services.desks import Desk
    from app.services.views import RosterLine

NodeArgument = Annotated[str, typer.Argument(metavar="NODE", help="A node of the roster.")]


def admit(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A request to join.")],
    unit: Annotated[str, typer.Option("--unit", metavar="PATH", help="Its unit path, such as fhq/east.")],
    fingerprint: Annotated[
        str, typer.Option("--fingerprint", metavar="WORDS", help="The six words as the unit read them out.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the welcome bundle is written.")],
    unit_name: Annotated[
        str | None, typer.Option("--unit-name", metavar="NAME", help="Another name.")
    ] = None,
    level: Annotated[str | None, typer.Option("--level", metavar="LEVEL", help="Another level.")] = None,
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="What the post is called.")] = "",
    beside: Annotated[
        bool, typer.Option("--beside", help="A second desk at a post that has one is meant.")
    ] = False,
    replaces: Annotated[
        str | None,
        typer.Option("--replaces", metavar="NODE", help="The node it takes over from, which is retired."),
    ] = None,
) -> None:
    """Admit a unit after its fingerprint was compared, and write its welcome bundle."""
    # Loaded here, as every import inside a command is, so that the other commands start quicker.
    from app.cli.answers import exported_answer, roster_answer
    from app.services import rosters
    from app.services.bundle_files import SUFFIX
    from app.services.targets import check_file, check_folder

    if out.is_dir():
        check_folder(out)
    else:
        check_file(out, SUFFIX)
    with session.desk() as desk:
        welcome = rosters.admit(
            desk,
            request=file,
            unit=unit,
            unit_name=unit_name,
            level=level,
            fingerprint=fingerprint,
            out=out,
            title=title,
            beside=beside,
            replaces=replaces,
        )
        line = next(each for each in rosters.roster(desk) if each.node in welcome.to)
    if session.as_json:
        session.document({**exported_answer(welcome), **roster_answer(line)})
        return
    session.say(str(welcome.path))
    session.note(f"{line.unit_name} is admitted as {unit}. Give it this welcome bundle.")


def confirm(
    session: Session,
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS", help="The six words of Force HQ as they read them out.")
    ],
) -> None:
    """Note that a person compared the words of Force HQ; nothing is exported before."""
    from app.services import rosters  # see admit

    with session.desk() as desk:
        rosters.confirm_root(desk, " ".join(words))
    session.note("Force HQ is confirmed.")


def roster(session: Session) -> None:
    """List every node that a headquarters vouches for."""
    from app.cli.answers import roster_answer  # see admit
    from app.cli.tables import table
    from app.services import rosters

    with session.desk() as desk:
        lines = rosters.roster(desk)
    if session.as_json:
        session.document([roster_answer(line) for line in lines])
        return
    rows = [
        (line.unit, line.unit_name, line.level, _status(line), line.node, line.fingerprint) for line in lines
    ]
    head = ("Unit", "Name", "Level", "Status", "Node", "Fingerprint")
    session.say_all(table(head, rows))


def _status(line: RosterLine) -> str:
    return f"{line.status}, not alone" if line.shared else line.status


def retire(
    session: Session,
    node: NodeArgument,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Also where others hold more of it, which is then cut off.")
    ] = False,
) -> None:
    """End a node's service in good order: what is held here of what it said stays valid."""
    from app.services import rosters  # see admit

    with session.desk() as desk:
        ended = rosters.retire(desk, node, anyway=anyway)
        _tell_end(session, desk, ended.node)


def revoke(
    session: Session,
    node: NodeArgument,
    why: Annotated[
        str, typer.Option("--why", metavar="TEXT", help="The reason, for everybody who reads the roster.")
    ],
) -> None:
    """Stop trusting a node, such as that of a lost laptop."""
    from app.services import rosters  # see admit

    with session.desk() as desk:
        ended = rosters.revoke(desk, node, why)
        _tell_end(session, desk, ended.node)


def _tell_end(session: Session, desk: Desk, node: str) -> None:
    """Print a node as the roster now has it."""
    from app.cli.answers import roster_answer  # see admit
    from app.services import rosters

    line = next(each for each in rosters.roster(desk) if each.node == node)
    if session.as_json:
        session.document(roster_answer(line))
    session.note(f"{line.unit_name} ({node}) is {line.status}; the next bundles carry the new roster.")


COMMANDS = {"admit": admit, "confirm": confirm, "roster": roster, "retire": retire, "revoke": revoke}
