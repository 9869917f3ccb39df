"""The command `release`: the texts of a record as partners would read them, and confirming them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.exits import UsageFaultError
from app.cli.session import Session

if TYPE_CHECKING:
    from app.services.releasing import ReleaseReview, TextReview


def release(
    session: Session,
    record: Annotated[str, typer.Argument(metavar="ID", help="Id or serial of the record.")],
    confirm: Annotated[
        list[str] | None,
        typer.Option("--confirm", metavar="FIELD", help="Confirm this text for partners; can be repeated."),
    ] = None,
    withdraw: Annotated[
        list[str] | None,
        typer.Option("--withdraw", metavar="FIELD", help="Take a confirmation back; can be repeated."),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Confirm every text as it is shown.")] = False,
) -> None:
    """Show the texts of a record as partners would read them, with what was found in them; confirm some."""
    # Loaded here, as every import inside a command is, so that the other commands start quicker.
    from app.cli.answers import as_dict
    from app.services.releasing import confirm_release, release_review

    if confirm and all_:
        raise UsageFaultError("Write --confirm FIELD or --all, not both.")
    with session.desk() as desk:
        review = release_review(desk, record)
        wanted = [one.field for one in review.texts] if all_ else list(confirm or ())
        if both := sorted({*wanted} & {*(withdraw or ())}):
            raise UsageFaultError(f"Confirm {both[0]} or take it back, not both.")
        if wanted or withdraw:
            confirm_release(desk, record, wanted, withdrawn=withdraw or (), seen=review.heads)
            review = release_review(desk, record)
    if session.as_json:
        session.document(as_dict(review))
        return
    session.say_all(_lines(review))
    waiting = sum(not one.confirmed for one in review.texts)
    session.note(f"{waiting} of {len(review.texts)} texts are not confirmed and do not go to partners.")


def _lines(review: ReleaseReview) -> list[str]:
    head = [f"{review.serial}  {review.title}"]
    if not review.open:
        head.append("Not for partners: not marked releasable, or not UNCLASSIFIED, or a protected source.")
    return head + [line for one in review.texts for line in ("", *_text(one))]


def _text(one: TextReview) -> list[str]:
    state = "confirmed" if one.confirmed else "not confirmed"
    if one.confirmed and one.doubtful:
        state = f"confirmed with {one.doubtful} marked: look at it once more"
    first, *more = one.text.splitlines() or [""]
    found = [
        f"  ! {part.what}{', left out' if part.left_out else ''}: {one.text[part.start : part.end]}"
        for part in one.found
    ]
    return [f"{one.label} ({one.field}, {state}): {first}", *(f"    {line}" for line in more), *found]


COMMANDS = {"release": release}
