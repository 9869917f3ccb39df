"""Kind completeness: what a kind still lacks is listed, so that a new one is nowhere forgotten."""

from collections.abc import Iterator

import pytest

from app.domain.audiences import PARTNERS
from app.domain.fields import Field
from app.domain.kinds import ALL
from app.domain.records import Record, field
from app.domain.roles import Role
from app.domain.sections import COMMON, Section
from app.domain.shared_fields import Staged
from app.domain.workflows import Transition, Workflow


def missing(kind: type[Record]) -> Iterator[str]:
    """Yield in words what a kind does not say of itself and must."""
    roles = {one.role for one in kind.__fields__.values()}
    texts = {
        "kind": kind.kind, "label": kind.label, "plural": kind.plural, "prefix": kind.prefix,
        "hint": kind.hint, "title_from": kind.title_from, "columns": kind.columns, "sections": kind.sections,
        "page": kind.page, "french": all(kind.french),
    }  # fmt: skip
    yield from (f"{name} is empty" for name, value in texts.items() if not value)
    if kind.new_menu is None:
        yield "new_menu is not said: its place in the menu New, or 0"
    if not kind.undated and not roles & {Role.DAY, Role.DUE}:
        yield "no field has the role DAY or DUE, and it is not undated"
    if kind.workflow is not None and Role.DUE not in roles:
        yield "it has a workflow, and no field has the role DUE"
    if kind.overdue_when and not kind.overdue_name:
        yield "overdue_when finds records, and overdue_name does not say what they are"
    if bool(kind.follow_lines) != bool(kind.follow_lines_in):
        yield "follow_lines and follow_lines_in are said together or not at all"
    known = {*map(str, kind.sections), *map(str, COMMON)}
    for one in kind.__fields__.values():
        yield from _missing_of_field(one, known)


def _missing_of_field(one: Field, known: set[str]) -> Iterator[str]:
    if not one.french:
        yield f"{one.name} has no French label"
    if one.section not in known:
        yield f"{one.name} stands in the section {one.section}, which is not declared"


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.kind)
def test_every_kind_is_complete(kind: type[Record]) -> None:
    assert list(missing(kind)) == []


def test_places_in_the_menu_new_are_taken_once() -> None:
    places = [kind.new_menu for kind in ALL if kind.new_menu]
    assert sorted(places) == list(range(1, len(places) + 1))


def test_sections_and_fields_name_only_what_there_is() -> None:
    for kind in ALL:
        fields = kind.__fields__
        for section in kind.sections:
            assert set(section.order) <= fields.keys() or section in COMMON
            assert section.wanted_when is None or section.wanted_when[0] in fields
        for one in fields.values():
            assert one.wanted_when is None or one.wanted_when[0] in fields
            assert 0 <= one.width <= 12
        for follower, naming in kind.followed_by:
            refers = next(other for other in ALL if other.kind == follower).__fields__[naming].ref or ""
            assert refers == "*" or kind.kind in refers.split("|")


def test_what_a_newcomer_forgets_is_listed() -> None:
    class Bare(Staged, Record, frozen=True, kw_only=True):
        workflow = Workflow(
            states=("open", "done"),
            french={"open": "ouverte", "done": "faite"},
            transitions=(Transition(source="open", target="done"),),
            closed=frozenset({"done"}),
        )
        sections = (Section("What", "Quoi"),)
        follow_lines = ("us",)
        overdue_when = (("matter", "empty", None),)
        matter: str | None = field("Matter", "", PARTNERS, section="Elsewhere")

    assert list(missing(Bare)) == [
        "kind is empty", "label is empty", "plural is empty", "prefix is empty", "hint is empty",
        "title_from is empty", "columns is empty", "page is empty", "french is empty",
        "new_menu is not said: its place in the menu New, or 0",
        "no field has the role DAY or DUE, and it is not undated",
        "it has a workflow, and no field has the role DUE",
        "overdue_when finds records, and overdue_name does not say what they are",
        "follow_lines and follow_lines_in are said together or not at all",
        "matter has no French label",
        "matter stands in the section Elsewhere, which is not declared",
    ]  # fmt: skip


def test_a_due_date_counts_as_the_day_of_a_list() -> None:
    class Dated(Record, frozen=True, kw_only=True):
        by: str | None = field("By", "Avant", PARTNERS, role=Role.DUE, section="Handling")

    assert "no field has the role DAY or DUE, and it is not undated" not in list(missing(Dated))
