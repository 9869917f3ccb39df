"""Commands about two laptops with one identity: `forks` and `settle`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.session import Session

if TYPE_CHECKING:
    from app.services.settling import ForkView


def forks(session: Session) -> None:
    """List the streams with two histories that nobody has settled yet."""
    # Loaded here, as every import inside a command is, so that the other commands start quicker.
    from app.cli.answers import as_dict
    from app.services import exchange

    with session.desk() as desk:
        found = exchange.forks(desk)
    if session.as_json:
        session.document([as_dict(fork) for fork in found])
        return
    session.say_all([line for fork in found for line in _lines(fork)] or ["No stream has two histories."])


def settle(
    session: Session,
    stream: Annotated[str, typer.Argument(metavar="STREAM", help="A stream that `liaison forks` lists.")],
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", metavar="DIGEST", help="A side that counts; every side by default."),
    ] = None,
) -> None:
    """Say in the roster which sides of a fork count; what does not count is kept in history."""
    from app.services import exchange  # see forks

    with session.desk() as desk:
        fork = exchange.settle(desk, stream, tuple(accept or ()))
    if session.as_json:
        session.document({"stream": stream, "seq": fork.seq, "accept": list(fork.accept)})
    session.note(f"Settled: {len(fork.accept)} side(s) count; the next bundles carry the new roster.")


def _lines(fork: ForkView) -> list[str]:
    """Describe one fork for a person."""
    whose = "this logbook" if fork.own else f"{fork.unit_name} ({fork.node})"
    lines = [f"{fork.stream}: two laptops write as {whose}."]
    if fork.seq is None:
        lines.append("  Where they part is not known yet; exchange bundles with this unit once more.")
    for side in fork.branches:
        where = "counts here" if side.held else "kept aside"
        lines.append(
            f"  {side.digest}: {side.revisions} saves of {side.records} records by {', '.join(side.officers)}, "
            f"{side.first_at} to {side.last_at}; {where}"
        )
    return lines


COMMANDS = {"forks": forks, "settle": settle}
