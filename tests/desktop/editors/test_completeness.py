"""No form, list or preview forgets a field: each has one that its declaration does not leave out."""

from collections.abc import Callable
from datetime import date

import pytest

from app.desktop.editors.editor import RecordEditor
from app.desktop.lists.cells import CLOCK, LOGBOOK_FIELDS, cell_text, offered_columns
from app.domain.kinds import ALL, kind_named
from app.services import records
from app.services.desks import Desk
from tests.filling import filled

KINDS = [kind.kind for kind in ALL]
Open = Callable[..., RecordEditor]


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_has_a_widget_for_every_field(open_editor: Open, kind: str) -> None:
    form = open_editor(kind).form
    assert form is not None
    for card in form.cards.values():
        card.ensure()
    wanted = {name for name, field in kind_named(kind).__fields__.items() if field.form}
    assert set(form.widgets) == wanted


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_can_show_every_field(desk: Desk, kind: str) -> None:
    saved, _ = filled(desk, kind, without=["merged_into"])  # a double stands in no list
    (view,) = records.page(desk, kind, where=(("serial", "=", saved.serial),))
    offered = offered_columns(kind)
    wanted = {name for name, field in kind_named(kind).__fields__.items() if field.listed}
    assert set(offered) - {field.name for field in LOGBOOK_FIELDS} == wanted
    for name in (wanted & view.fields.keys()) - {CLOCK}:  # days to a limit, while a clock runs
        if view.fields[name] is not False:
            assert cell_text(view, offered[name].field, {}, date(2026, 11, 21)), name


def test_what_stands_in_no_form_or_list_is_what_the_logbook_keeps() -> None:
    for kind in ALL:
        fields = kind.__fields__
        unseen = {"decided_on", "released_texts", "limit_replaces", "limit_kept"}
        assert {name for name in fields if not fields[name].form} <= {"serial", "continued_in", *unseen}
        assert {name for name in fields if not fields[name].listed} <= unseen
