"""Commands that read records: `list`, `show`, `search` and `kinds`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.exits import UsageFaultError
from app.cli.session import Session

if TYPE_CHECKING:
    from app.services.desks import Desk
    from app.services.views import RecordView

CONDITION = re.compile(r"([a-z][a-z0-9_]*)(!=|<=|>=|=|<|>|~)(.*)", re.DOTALL)
PAGE = 500
LISTED_COLUMNS = 5

KindArgument = Annotated[
    str, typer.Argument(metavar="KIND", help="A kind of record; `liaison kinds` lists them.")
]
LimitOption = Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="At most so many.")]


def list_(
    session: Session,
    kind: KindArgument,
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where", metavar="FIELD=VALUE", help="Only these; also != < <= > >= and ~ for contains."
        ),
    ] = None,
    limit: LimitOption = None,
) -> None:
    """List the records of a kind, in the order of their serials."""
    # Loaded here, as every import inside a command is, so that the other commands start quicker.
    from app.cli.answers import record_answer
    from app.services import records

    chosen = conditions(kind, where or [])
    with session.desk() as desk:
        found = _pages(desk, kind, chosen, limit)
        if session.as_json:
            session.documents(record_answer(record) for record in found)
            return
        kept = list(found)
        session.say_all(_listed(desk, kind, kept))
        session.note(f"{len(kept)} of {records.count(desk, kind)}.")


def show(
    session: Session,
    record: Annotated[str, typer.Argument(metavar="ID", help="Id or serial of the record.")],
    history: Annotated[bool, typer.Option("--history", help="Also every revision.")] = False,
) -> None:
    """Show one record with all its fields."""
    from app.cli.answers import history_answer, record_answer  # see list_
    from app.cli.record_words import history_lines, record_lines
    from app.services import records

    with session.desk() as desk:
        view = records.show(desk, record)
        entries = records.history(desk, view.id) if history else ()
        if session.as_json:
            answer = record_answer(view)
            session.document({**answer, "history": history_answer(entries)} if history else answer)
            return
        session.say_all(record_lines(desk, view))
        if history:
            session.say_all(["", *history_lines(view.kind, entries)])


def search(
    session: Session,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Words, or the beginning of words.")],
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Only this kind.")] = None,
    limit: LimitOption = 50,
) -> None:
    """Find records by their words, the best first."""
    from app.cli.answers import hit_answer, marked  # see list_
    from app.cli.tables import table
    from app.domain.kinds import kind_named
    from app.services import records

    if kind is not None:
        kind_named(kind)
    with session.desk() as desk:
        hits = records.search(desk, text, kind=kind, limit=limit or 50)
    if session.as_json:
        session.document([hit_answer(hit) for hit in hits])
        return
    rows = [(hit.serial, hit.kind, hit.title, marked(hit.snippet)) for hit in hits]
    session.say_all(table(("Serial", "Kind", "Title", "Found"), rows) if rows else ["Nothing found."])


def kinds(session: Session) -> None:
    """List every kind of record with its fields, vocabularies and states."""
    from app.cli.answers import kinds_answer  # see list_
    from app.cli.tables import table
    from app.domain.kinds import ALL, fields_of

    if session.as_json:
        session.document(kinds_answer())
        return
    for kind in ALL:
        rows = [
            (
                field.name,
                field.type,
                field.label,
                "required" if field.required else "",
                ", ".join(code for code, _ in field.choices or ()),
            )
            for field in fields_of(kind.kind).values()
        ]
        session.say(f"{kind.kind}: {kind.label}")
        session.say_all(f"  {line}" for line in table(("Field", "Type", "Label", "", "Choices"), rows))
        if kind.workflow:
            session.say(f"  States: {', '.join(kind.workflow.states)}")
        session.say("")


def conditions(kind: str, texts: list[str]) -> tuple[tuple[str, str, Any], ...]:
    """Read every `FIELD=VALUE` of a command; raises UsageFaultError."""
    return tuple(_condition(kind, text) for text in texts)


def _condition(kind: str, text: str) -> tuple[str, str, Any]:
    """Read `FIELD=VALUE` into what the service asks for, the value in its wire form."""
    from app.domain.faults import Fault, FaultyValueError  # see list_
    from app.domain.kinds import fields_of
    from app.domain.reading import read_value
    from app.services.wording import sentence

    fields = fields_of(kind)
    match = CONDITION.fullmatch(text)
    if match is None:
        raise UsageFaultError(f"Write --where as FIELD=VALUE, such as state=approved; {text!r} is not.")
    name, operator, value = match.groups()
    if name not in fields and name not in OTHER_FIELDS:
        raise UsageFaultError(f"A {kind} has no field {name}; `liaison kinds` lists them.")
    if operator == "~":
        return name, "contains", value
    if name not in fields:
        return name, operator, int(value) if name == "conflict_count" and value.isdigit() else value
    try:
        return name, operator, read_value(fields[name], value)
    except FaultyValueError as error:
        raise UsageFaultError(f"{name}: {sentence(Fault(name, error.code, error.params))}") from error


OTHER_FIELDS = frozenset({"unit", "reach", "state", "serial", "created_at", "updated_at", "conflict_count"})
"""What every record has beside its declared fields, and can be listed by."""


def _pages(
    desk: Desk, kind: str, where: tuple[tuple[str, str, Any], ...], limit: int | None
) -> Iterator[RecordView]:
    """Yield records page by page, so that no list is held in memory as a whole."""
    from app.services import records  # see list_

    keys = records.keys(desk, kind, where=where, order=("serial", False))[:limit]
    for start in range(0, len(keys), PAGE):
        yield from records.rows(desk, keys[start : start + PAGE])


def _listed(desk: Desk, kind: str, found: list[RecordView]) -> list[str]:
    from app.cli.record_words import field_words, titles_of  # see list_
    from app.cli.tables import table
    from app.domain.kinds import fields_of, kind_named
    from app.services.showing import signed

    fields = fields_of(kind)
    columns = [fields[name] for name in kind_named(kind).columns[:LISTED_COLUMNS]]
    titles = titles_of(desk, found, columns)
    rows = [
        (
            record.serial,
            *(
                signed(record, column.name, field_words(column, record.fields.get(column.name), titles))
                for column in columns
            ),
        )
        for record in found
    ]
    return table(("Serial", *(column.label for column in columns)), rows) if rows else ["No records."]


COMMANDS = {"list": list_, "show": show, "search": search, "kinds": kinds}
