"""Commands about partners: `doubles`, `merge`, `unmerge`, `links`, `follow`, `matrix` and `promises`."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.session import Session

Record = Annotated[str, typer.Argument(metavar="RECORD", help="Id or serial of the record.")]


def doubles(
    session: Session,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="organisation, person or place.")
    ] = None,
) -> None:
    """List records that look like one, with the reason; nothing is merged by itself."""
    # Loaded here, as every import inside a command is, so that the other commands start quicker.
    from app.cli.tables import table
    from app.services.doubles import suggestions

    with session.desk() as desk:
        found = suggestions(desk, kind)
    if session.as_json:
        session.document(
            [
                {
                    "kind": one.kind, "keep": one.keep.id, "double": one.double.id, "score": one.score,
                    "same": one.same, "code": one.code, "reason": one.reason,
                }
                for one in found
            ]
        )  # fmt: skip
        return
    if not found:
        session.say("No two records look like one.")
        return
    rows = [
        (one.score, one.keep.serial, one.keep.title, one.double.serial, one.double.title, one.reason)
        for one in found
    ]
    session.say_all(table(("Score", "Keep", "Name", "Double", "Name", "Why"), rows))


def merge(
    session: Session,
    double: Annotated[str, typer.Argument(metavar="DOUBLE", help="Id or serial of the double.")],
    into: Annotated[str, typer.Argument(metavar="INTO", help="Id or serial of the one that stays.")],
    take: Annotated[
        list[str] | None,
        typer.Option("--take", metavar="FIELD", help="A field to take over; may be repeated."),
    ] = None,
    names: Annotated[bool, typer.Option("--names", help="Keep the double's names as other names.")] = False,
) -> None:
    """Let one record be a double of another; what names it counts for that one, and `unmerge` takes it back."""
    from app.services import doubles_merging, records  # see doubles

    with session.desk() as desk:
        gone, kept = records.show(desk, double), records.show(desk, into)
        done = doubles_merging.merge(desk, gone.id, kept.id, take=take or (), names=names)
    if session.as_json:
        session.document({"double": done.double, "kept": done.kept, "taken": sorted(done.after)})
    else:
        session.note(
            f"{gone.serial} counts as {kept.serial} now; liaison unmerge {gone.serial} takes it back."
        )


def unmerge(session: Session, double: Record) -> None:
    """Let a double stand for itself again."""
    from app.services import doubles_merging, records  # see doubles

    with session.desk() as desk:
        view = records.show(desk, double)
        doubles_merging.unmerge(desk, view.id)
    if session.as_json:
        session.document({"double": view.id})
    else:
        session.note(f"{view.serial} stands for itself again.")


def links(session: Session, record: Record) -> None:
    """List what points to a record, also through its doubles."""
    from app.cli.tables import table  # see doubles
    from app.services import records
    from app.services.links import pointing_to

    with session.desk() as desk:
        found = pointing_to(desk, records.show(desk, record).id)
    if session.as_json:
        fields = ("kind", "field", "label", "id", "serial", "title", "state", "through")
        session.document([{name: getattr(one, name) for name in fields} for one in found])
    elif not found:
        session.say("Nothing points to it.")
    else:
        rows = [(one.kind, one.label, one.serial, one.title, one.state or "") for one in found]
        session.say_all(table(("Kind", "In", "Serial", "Title", "State"), rows))


def follow(session: Session, meeting: Record) -> None:
    """Make support requests of a meeting's requests and follow-ups of its commitments, each line once."""
    from app.services import records  # see doubles
    from app.services.links_from_meetings import follow as make

    with session.desk() as desk:
        made = make(desk, records.show(desk, meeting).id)
    if session.as_json:
        session.document(
            {"support_requests": list(made.requests), "follow_ups": list(made.promises), "there": made.there}
        )
    else:
        session.note(
            f"{len(made.requests)} support request(s) and {len(made.promises)} follow-up(s) made; {made.there} there."
        )


def matrix(
    session: Session,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only who should have been met by now.")] = False,
) -> None:
    """Show who of ours meets each organisation, how often, when last and next, and what is overdue."""
    from app.cli.tables import table  # see doubles
    from app.services.matrix import matrix as rows_of

    with session.desk() as desk:
        found = [one for one in rows_of(desk) if one.overdue or not overdue]
    if session.as_json:
        import msgspec  # see doubles

        session.document(msgspec.to_builtins(found))
        return
    heads = ("Organisation", "Owner", "Deputy", "Every", "Last", "Next", "Due", "Days overdue")
    rows = [
        (
            one.title, one.owner, one.deputy, one.every or "", one.last or "", one.next or "", one.due or "",
            one.overdue or "",
        )
        for one in found
    ]  # fmt: skip
    session.say_all(table(heads, rows))


def promises(session: Session) -> None:
    """Show what we and our partners owe each other, and how well dates are kept."""
    from app.cli.tables import table  # see doubles
    from app.services.promises import Tally, ledger

    with session.desk() as desk:
        found = ledger(desk)
    if session.as_json:
        import msgspec  # see doubles

        session.document(msgspec.to_builtins(found))
        return

    def rate(tally: Tally) -> str:
        return "" if tally.rate is None else f"{tally.rate} % of {tally.judged}"

    heads = ("Counterpart", "We owe", "Overdue", "On time", "They owe", "Overdue", "On time", "Not said")
    rows = [
        (
            one.title or one.id or "nobody named", one.ours.open, one.ours.overdue, rate(one.ours), one.theirs.open,
            one.theirs.overdue, rate(one.theirs), one.unsaid.open,
        )
        for one in found
    ]  # fmt: skip
    session.say_all(table(heads, rows))


COMMANDS = {
    "doubles": doubles, "merge": merge, "unmerge": unmerge, "links": links, "follow": follow, "matrix": matrix,
    "promises": promises,
}  # fmt: skip
