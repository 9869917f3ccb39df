"""The frozen plain data of any report: a title, facts, and sections of blocks, already chosen and worded.

All text is plain text: nothing in it is markup, a line break starts a new paragraph. Whoever fills this in has
translated, coarsened and left out what had to be; the renderer only sets it.
"""

from datetime import datetime
from typing import Literal

import msgspec

Tone = Literal["", "muted", "bold", "comment", "late", "soon", "done"]
"""How a text is set: what is late is red, what is due amber, what is done green; always with a word beside it."""


class Told(msgspec.Struct, frozen=True):
    """A text with its tone and, where it has one, a bold label in front."""

    text: str
    tone: Tone = ""
    label: str = ""


class Narrative(msgspec.Struct, frozen=True):
    """What an officer wrote on one subject: what is known, what the author adds, what follows from it."""

    facts: str = ""
    comment: str = ""
    assessment: str = ""

    def __bool__(self) -> bool:
        """Tell whether anything was written."""
        return any(part.strip() for part in (self.facts, self.comment, self.assessment))


class Facts(msgspec.Struct, frozen=True, tag=True):
    """Pairs of label and value, two beside each other."""

    pairs: tuple[tuple[str, str], ...]


class Text(msgspec.Struct, frozen=True, tag=True):
    """A paragraph, with a small bold label above it where it has one."""

    text: str
    label: str = ""
    tone: Tone = ""


class Points(msgspec.Struct, frozen=True, tag=True):
    """A list; urgent points come first behind a red label."""

    texts: tuple[str, ...] = ()
    urgent: tuple[str, ...] = ()
    label: str = ""


class Apart(msgspec.Struct, frozen=True, tag=True):
    """Facts, comment and assessment, set apart."""

    narrative: Narrative


class Column(msgspec.Struct, frozen=True):
    """A column of a grid: its head, its share of the width, whether figures stand at its end."""

    title: str
    share: float = 1.0
    end: bool = False


Cell = str | tuple[Told, ...]


class Grid(msgspec.Struct, frozen=True, tag=True):
    """A table; `total` keeps the last row with the one before it."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: bool = False
    title: str = ""


class Share(msgspec.Struct, frozen=True):
    """A part of a bar, from 0 to 1 of its track."""

    part: float
    tone: Literal["accent", "late", "soon", "done", "muted"] = "accent"


class Bar(msgspec.Struct, frozen=True):
    """One bar: what it is of, its parts from the left, a mark on its track, and its figures in words."""

    label: str
    shares: tuple[Share, ...]
    note: str
    mark: float | None = None
    tone: Tone = ""


class Bars(msgspec.Struct, frozen=True, tag=True):
    """A bar chart with its title and a key that says what colours and marks mean."""

    title: str
    bars: tuple[Bar, ...]
    key: str = ""


class Symbol(msgspec.Struct, frozen=True):
    """Something on a map: micro-degrees, the side in metres of the square it is known to, its sign and its label."""

    lat: int
    lon: int
    precision: int
    sign: Literal["meeting", "qip", "project", "support_request", "note", "assessment"]
    label: str
    tone: Literal["accent", "late", "soon", "done", "muted"] = "accent"


class Outline(msgspec.Struct, frozen=True):
    """A line of the base map through pairs of longitude and latitude in degrees; `closed` where it holds land."""

    points: tuple[tuple[float, float], ...]
    closed: bool = False


class Chart(msgspec.Struct, frozen=True, tag=True):
    """A map of symbols above a base, with what its signs mean and the words that no map goes without."""

    symbols: tuple[Symbol, ...]
    signs: tuple[tuple[str, str], ...]
    disclaimer: str
    outlines: tuple[Outline, ...] = ()
    attribution: str = ""
    title: str = ""


class Picture(msgspec.Struct, frozen=True):
    """A photo as a JPEG file of that many columns and rows; without one a placeholder says `why`."""

    caption: str
    size: tuple[int, int] = (0, 0)
    jpeg: bytes = b""
    why: str = ""


class Pictures(msgspec.Struct, frozen=True, tag=True):
    """Photos, two beside each other."""

    pictures: tuple[Picture, ...]
    title: str = ""


class Signing(msgspec.Struct, frozen=True, tag=True):
    """Fields to sign: label, who, and what stands under the line."""

    people: tuple[tuple[str, str], ...]
    caption: str


Block = Facts | Text | Points | Apart | Grid | Bars | Chart | Pictures | Signing


class Section(msgspec.Struct, frozen=True):
    """A part of a report under a heading that also stands in the outline."""

    title: str
    blocks: tuple[Block, ...]
    new_page: bool = False


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """What makes a report checkable: the file it carries, the text of its QR code, and the lines beside that."""

    name: str
    carried: bytes
    about: str
    code: str
    lines: tuple[str, ...]


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A whole report; `language` is `en` or `fr`, `paper` is `A4` or `Letter`."""

    title: str
    mission: str
    unit: str
    serial: str
    as_of: datetime
    author: str = ""
    marking: str = "UNCLASSIFIED"
    release: str = ""
    language: str = "en"
    paper: str = "A4"
    facts: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = ()
