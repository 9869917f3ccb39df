"""Sheet states: where a new record of a sheet begins, by what its row says of it and by who reads the sheet.

What Force HQ reads in a later state was screened elsewhere or nowhere: it is marked as brought in. For others a row
that does not say what must hold in its state begins at the beginning, and its word is kept in the notes.
"""

from __future__ import annotations

from typing import Any

from app.domain.kinds import kind_named
from app.domain.policy.questions import BROUGHT_IN
from app.domain.scopes import Level
from app.domain.writing import state_text
from app.services.invariants import unmet_in
from app.services.sheets_matching import Group
from app.services.structures import typed_record


def begun(kind: str, group: Group, fields: dict[str, Any], level: str) -> dict[str, Any]:
    """Return the fields of a group as they may be saved; those of a record that is here already stay as they are."""
    declared, state = kind_named(kind), fields.get("state")
    if group.record is not None or declared.workflow is None or not declared.workflow.invariants_of(state):
        return fields
    if level == Level.FORCE and BROUGHT_IN in declared.__fields__:
        return {**fields, BROUGHT_IN: True}
    if not unmet_in(typed_record(kind, fields), state):
        return fields
    column, text = next(
        (draft.texts["state"] for draft in group.rows if "state" in draft.texts), ("State", state_text(state))
    )
    kept = {name: value for name, value in fields.items() if name != "state"}
    lines = [str(kept["notes"])] if kept.get("notes") else []
    return {**kept, "notes": "\n".join([*lines, f"{column}: {text}"])}
