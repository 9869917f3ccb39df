"""Sections: the headings that the fields of a kind stand under, each with its French."""

from __future__ import annotations

from typing import Final, Self


class Section(str):
    """The title of a section in English, which fields name; `french` is the same in French."""

    __slots__ = ("french",)

    french: str

    def __new__(cls, title: str, french: str) -> Self:
        """Declare a section by its title in both languages."""
        made = super().__new__(cls, title)
        made.french = french
        return made


WHERE: Final = Section("Where", "Où")
STATE: Final = Section("State", "État")
HANDLING: Final = Section("Handling", "Traitement")
COMMON: Final = (WHERE, STATE, HANDLING)
"""The sections that fields shared by several kinds stand under."""
