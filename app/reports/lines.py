"""Paragraphs to lines: breaks text at spaces, hyphens and, in a word that is too long, anywhere."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from app.reports.bidi import base_level, levels, visual_order
from app.reports.shaping import Shaped, Shaper
from app.reports.style import Rgb, TextStyle, Weight

_SPACES: Final = " \u1680\u2000-\u2006\u2008-\u200a\u205f\u3000"
_TOKENS: Final = re.compile(f"(?P<space>[{_SPACES}]+)|[^{_SPACES}]+")
_WORDS: Final = re.compile(f"[{_SPACES}]+|[^{_SPACES}]+")
# A compound may break after its hyphen or slash, a number, a date or a serial may not.
_COMPOUND: Final = re.compile(r"(?<=[^\W\d_]{2}[-/–—])(?=[^\W\d_]{2})|(?<=\u200b)")
# A paragraph's direction is found, and its text laid out, in stretches of this many characters.
_STRETCH: Final = 4000
_LONGEST_LABEL: Final = 300
# After these a word that is too long for its line is best broken.
_JOINTS: Final = frozenset("-_/.,:;@–—")


class Span(NamedTuple):
    """Text of one weight and colour inside a paragraph."""

    text: str
    weight: Weight
    colour: Rgb


class Atom(NamedTuple):
    """The smallest thing that moves in a line: one direction, one weight, one colour."""

    shaped: Shaped
    text: str
    span: Span
    level: int
    space: bool
    breakable: bool


class Unit(NamedTuple):
    """Atoms that no line break may part, their width together in thousandths of an em, and whether it is a space."""

    atoms: tuple[Atom, ...]
    width: int
    space: bool


class Line(NamedTuple):
    """A line, atoms from left to right; `width` in points, `leftward`: its paragraph reads right to left."""

    atoms: tuple[Atom, ...]
    width: float
    leftward: bool
    style: TextStyle


def set_text(
    shaper: Shaper, text: str, style: TextStyle, width: float, *, lead: Span | None = None
) -> list[Line]:
    """Set plain text in lines no wider than `width` points; `lead` stands in front of the first paragraph."""
    lines: list[Line] = []
    for paragraph in _stretches(shaper.clean(text)):
        spans = [Span(paragraph, style.weight, style.colour)]
        if lead is not None:
            spans, lead = [lead._replace(text=shaper.clean(lead.text)), *spans], None
        lines += _set_paragraph(shaper, spans, style, width)
    return lines


def shorten(shaper: Shaper, text: str, style: TextStyle, width: float) -> Line | None:
    """Set text in one line; what is too long ends in an ellipsis. None where there is nothing to set."""
    text = " ".join(text[:_LONGEST_LABEL].split())
    lines = set_text(shaper, text, style, width)
    kept = len(text)
    while len(lines) > 1 and kept:
        kept = min(kept - 1, sum(len(atom.text) for atom in lines[0].atoms))
        lines = set_text(shaper, text[:kept].rstrip() + "…", style, width)
    return lines[0] if lines else None


def _stretches(text: str) -> Iterator[str]:
    for paragraph in text.split("\n"):
        rest = paragraph.strip()
        while len(rest) > _STRETCH:
            cut = rest.rfind(" ", 0, _STRETCH) + 1 or _STRETCH
            yield rest[:cut].rstrip()
            rest = rest[cut:]
        if rest:
            yield rest


def _set_paragraph(shaper: Shaper, spans: Sequence[Span], style: TextStyle, width: float) -> list[Line]:
    text = "".join(span.text for span in spans)
    base = base_level(text)
    room = width * 1000 / style.size
    found = levels(text, base)
    if len(spans) == 1 and base == 0 and not any(found):
        units, mixed = _known_units(shaper, spans[0]), False
    else:
        units, mixed = _units(_atoms(shaper, spans, found)), True
    return [
        Line(
            tuple(atoms[i] for i in visual_order([atom.level for atom in atoms])) if mixed else tuple(atoms),
            wide * style.size / 1000,
            base == 1,
            style,
        )
        for atoms, wide in _fill(shaper, units, room)
    ]


def _known_units(shaper: Shaper, span: Span) -> Iterator[Unit]:
    """Yield the units of text that reads left to right throughout; each word is made once in a document."""
    known: dict[str, tuple[Unit, ...]] = shaper.kept.setdefault((span.weight, span.colour), {})
    plain = span._replace(text="")
    for word in _WORDS.findall(span.text):
        units = known.get(word)
        if units is None:
            own = plain._replace(text=word)
            units = known[word] = tuple(_units(_atoms(shaper, (own,), [0] * len(word))))
        yield from units


def _atoms(shaper: Shaper, spans: Sequence[Span], found: Sequence[int]) -> Iterator[Atom]:
    offset = 0
    for span in spans:
        for token in _TOKENS.finditer(span.text):
            space = token["space"] is not None
            for start, end, breakable in _cuts(token[0], found, offset + token.start()):
                level = found[offset + token.start() + start]
                word = token[0][start:end]
                yield Atom(
                    shaper.shape(word, span.weight, level % 2 == 0), word, span, level, space, breakable
                )
        offset += len(span.text)


def _cuts(token: str, found: Sequence[int], offset: int) -> Iterator[tuple[int, int, bool]]:
    """Cut a token where direction changes (glued) or a compound may break; yields start, end, breakable."""
    numbered = any(map(str.isdigit, token))
    joints = set() if numbered else {match.start() for match in _COMPOUND.finditer(token)}
    if not joints and len(set(found[offset : offset + len(token)])) == 1:
        yield 0, len(token), False
        return
    start = 0
    for at in range(1, len(token)):
        if at in joints or found[offset + at] != found[offset + at - 1]:
            yield start, at, at in joints
            start = at
    yield start, len(token), False


def _units(atoms: Iterable[Atom]) -> Iterator[Unit]:
    """Group atoms that no line break may part; a run of spaces is a unit of its own."""
    unit: list[Atom] = []
    for atom in atoms:
        if unit and (unit[-1].breakable or unit[-1].space or atom.space):
            yield _unit(unit)
            unit = []
        unit.append(atom)
    if unit:
        yield _unit(unit)


def _unit(atoms: Sequence[Atom]) -> Unit:
    return Unit(tuple(atoms), sum(atom.shaped.width for atom in atoms), atoms[0].space)


def _fill(shaper: Shaper, units: Iterable[Unit], room: float) -> Iterator[tuple[list[Atom], float]]:
    """Fill lines greedily; spaces at a break vanish, a unit wider than the line is broken inside."""
    line: list[Atom] = []
    spaces: list[Atom] = []
    used = gap = 0
    for atoms, wide, space in units:
        if space:
            spaces.extend(atoms)
            gap += wide
            continue
        if line and used + gap + wide > room:
            yield line, used
            line, used = [], 0
        elif line:
            line.extend(spaces)
            used += gap
        spaces, gap = [], 0
        if wide > room:
            *full, last = _break_up(shaper, atoms, room)
            yield from ((part, _wide(part)) for part in full)
            line.extend(last)
            used += _wide(last)
            continue
        line.extend(atoms)
        used += wide
    if line:
        yield line, used


def _wide(atoms: Iterable[Atom]) -> int:
    return sum(atom.shaped.width for atom in atoms)


def _break_up(shaper: Shaper, unit: Iterable[Atom], room: float) -> Iterator[list[Atom]]:
    """Break a unit wider than a line into lines: after a hyphen or dot where there is one, else anywhere."""
    line: list[Atom] = []
    used = 0.0
    for atom in unit:
        start, wide, joint, since = 0, 0, 0, 0
        for at, advance in enumerate(shaper.advances(atom.text, atom.span.weight)):
            # Once more where what follows a hyphen is too wide by itself.
            while advance and used + wide + advance > room and (line or at > start):
                cut, wide = (joint, since) if joint > start else (at, 0)
                if cut > start:
                    line.append(_part(shaper, atom, start, cut))
                yield line
                line, used, start, joint, since = [], 0.0, cut, 0, 0
            wide, since = wide + advance, since + advance
            if atom.text[at] in _JOINTS:
                joint, since = at + 1, 0
        line.append(_part(shaper, atom, start, len(atom.text)))
        used += line[-1].shaped.width
    if line:
        yield line


def _part(shaper: Shaper, atom: Atom, start: int, end: int) -> Atom:
    text = atom.text[start:end]
    return atom._replace(text=text, shaped=shaper.shape(text, atom.span.weight, atom.level % 2 == 0))
