"""Commands about disagreements: `conflicts` and `resolve`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from app.cli.exits import UsageFaultError
from app.cli.session import Session


def conflicts(session: Session) -> None:
    """List the fields that people disagree on, with every value."""
    # Loaded here, as every import inside a command is, so that the other commands start quicker.
    from app.cli.answers import conflict_answer
    from app.cli.tables import table, when
    from app.services.conflicts import conflicts as disagreements
    from app.services.conflicts import settling_words

    with session.desk() as desk:
        found = disagreements(desk)
    if session.as_json:
        session.document([conflict_answer(conflict) for conflict in found])
        return
    if not found:
        session.say("Nobody disagrees.")
    for conflict in found:
        session.say(f"{conflict.serial}  {conflict.title}: {conflict.label} ({conflict.field})")
        rows = [(each.revision, when(each.at), each.by, each.unit, each.text) for each in conflict.candidates]
        if words := settling_words(conflict):
            session.say(f"  {words}")
        session.say_all(f"  {line}" for line in table(("Revision", "When", "Who", "Unit", "Value"), rows))


def resolve(
    session: Session,
    record: Annotated[str, typer.Argument(metavar="RECORD", help="Id or serial of the record.")],
    field: Annotated[str, typer.Argument(metavar="FIELD", help="The name of the field.")],
    take: Annotated[
        str | None, typer.Option("--take", metavar="REVISION", help="The revision whose value holds.")
    ] = None,
    value: Annotated[str | None, typer.Option("--value", metavar="JSON", help="Another value.")] = None,
) -> None:
    """Settle a disagreement, with one of the values or another."""
    from app.services import records  # see conflicts
    from app.services.conflicts import resolve as settle

    if (take is None) == (value is None):
        raise UsageFaultError("Give either --take REVISION or --value JSON.")
    chosen: dict[str, Any] = {"take": take} if value is None else {"value": _json(value)}
    with session.desk() as desk:
        view = records.show(desk, record)
        settle(desk, view.id, field, **chosen)
        settled = records.show(desk, view.id)
    if session.as_json:
        from app.cli.answers import record_answer

        session.document(record_answer(settled))
    else:
        session.note(f"{field} of {settled.serial} is settled.")


def _json(text: str) -> Any:
    import json  # see conflicts

    try:
        return json.loads(text)
    except ValueError:
        raise UsageFaultError(
            "--value is JSON: a text stands in double quotes, null clears the field."
        ) from None


COMMANDS = {"conflicts": conflicts, "resolve": resolve}
