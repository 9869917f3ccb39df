"""Sections: the headings that the fields of a kind stand under, each with its French."""

from __future__ import annotations

from typing import Any, Final, Self


class Section(str):
    """The title of a section in English, which fields name; `french` is the same in French.

    `order` names the fields that come first in the form, in that order; the others follow as they are declared. One
    with `wanted_when` is shown in the form only while that field holds one of those values, or while one of its own
    fields holds something.
    """

    __slots__ = ("french", "order", "wanted_when")

    french: str
    order: tuple[str, ...]
    wanted_when: tuple[str, tuple[Any, ...]] | None

    def __new__(
        cls,
        title: str,
        french: str,
        *,
        order: tuple[str, ...] = (),
        wanted_when: tuple[str, tuple[Any, ...]] | None = None,
    ) -> Self:
        """Declare a section by its title in both languages."""
        made = super().__new__(cls, title)
        made.french, made.order, made.wanted_when = french, order, wanted_when
        return made


WHERE: Final = Section(
    "Where", "Où", order=("place", "point", "admin1", "admin2", "admin3", "p_code", "coarsen")
)
STATE: Final = Section("State", "État")
HANDLING: Final = Section("Handling", "Traitement")
COMMON: Final = (WHERE, STATE, HANDLING)
"""The sections that fields shared by several kinds stand under."""
