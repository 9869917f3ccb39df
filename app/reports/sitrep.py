"""The situation report: content to PDF bytes; the same content gives the same bytes, whenever rendered."""

from collections.abc import Sequence

from app.domain.moments import dtg
from app.reports.blocks import annex_heading, fact_grid, heading, labelled, signatures, title_block
from app.reports.content import Signature, SitrepContent
from app.reports.document import Seal
from app.reports.photo_strips import photos
from app.reports.press import Sheet, bind
from app.reports.sections import Sections
from app.reports.shaping import Shaper
from app.reports.strips import Strip
from app.reports.words import Words, words_for


def render(content: SitrepContent, seal: Seal | None = None) -> bytes:
    """Return the report as a PDF file. Any text is accepted and shown as text, never read as markup."""
    words = words_for(content.language)
    shaper = Shaper()
    *body, last = _body(shaper, content, words)
    # Nobody should sign a page that says nothing.
    closing = _closing(shaper, content, words)
    strips = [*_header(shaper, content, words), *body, last._replace(keep=True), *closing]
    strips += _annex(shaper, content, words)
    return bind(shaper, strips, _sheet(content, words), seal)


def _sheet(content: SitrepContent, words: Words) -> Sheet:
    title = words.kinds.get(content.kind, content.kind)
    return Sheet(
        title=f"{content.serial} {title}",
        author=", ".join(part for part in (content.prepared.name, content.unit) if part.strip()),
        subject=f"{title}, {content.mission} {content.unit}, {_period(content, words)}, {content.marking}",
        serial=content.serial,
        unit=f"{content.mission} · {content.unit}",
        as_of=content.as_of,
        marking=content.marking,
        release=content.release,
        language=content.language,
        paper=content.paper,
    )


def _header(shaper: Shaper, content: SitrepContent, words: Words) -> list[Strip]:
    pairs = [
        ((words.sender, content.sender), (words.serial, content.serial)),
        ((words.to, content.to), (words.period, _period(content, words))),
        ((words.info, content.info or "–"), (words.as_of, dtg(content.as_of))),
        (
            (words.prepared, _who(content.prepared, words, named_only=True)),
            (words.approved, _who(content.approved, words, named_only=True)),
        ),
    ]
    if content.corrects.strip():
        pairs.append(((words.corrects, content.corrects), ("", "")))
    title = words.kinds.get(content.kind, content.kind)
    return [*title_block(shaper, title, content.mission, content.unit), *fact_grid(shaper, pairs)]


def _body(shaper: Shaper, content: SitrepContent, words: Words) -> list[Strip]:
    sections = Sections(shaper, words)
    chosen = [(words.key_points, sections.key_points(content)), (words.liaison, sections.liaison(content))]
    chosen += [
        (words.support, sections.support(content)),
        (words.projects, sections.projects(content)),
        (words.qips, sections.qips(content)),
        (words.follow_ups, sections.follow_ups(content)),
        (words.civil_situation, sections.civil(content)),
        # Neither is for partners, and a heading over nothing would tell them that we have nothing to say.
        *(
            []
            if content.release
            else [
                (words.gender, sections.written(content.gender_and_protection)),
                (words.decisions, sections.decisions(content)),
            ]
        ),
        (words.next_period, sections.next_period(content)),
    ]
    if content.kind == "flash":  # it says what happened, and nothing of the rest
        chosen = [chosen[0], *(one for one in chosen[1:] if one[1] != sections.nothing)]
    return [
        strip
        for number, (title, strips) in enumerate(chosen, start=1)
        for strip in (*heading(shaper, number, title), *strips)
    ]


def _closing(shaper: Shaper, content: SitrepContent, words: Words) -> list[Strip]:
    people = [
        (words.prepared, _who(content.prepared, words)),
        (words.approved, _who(content.approved, words)),
    ]
    (signed,) = signatures(shaper, people, words.signature)
    listed = "; ".join(name for name in content.distribution if name.strip())
    if not listed:
        return [signed]
    return [signed._replace(keep=True), *labelled(shaper, words.distribution, listed)]


def _annex(shaper: Shaper, content: SitrepContent, words: Words) -> list[Strip]:
    """Make the annex with the photos of the period, on a page of its own."""
    if not content.photos:
        return []
    first, *rest = annex_heading(shaper, words.annex)
    return [first._replace(page=True), *rest, *photos(shaper, content.photos)]


def _period(content: SitrepContent, words: Words) -> str:
    return f"{dtg(content.period_start)} {words.period_to} {dtg(content.period_end)}"


def _who(person: Signature, words: Words, *, named_only: bool = False) -> str:
    if not person.name.strip():
        return words.not_yet
    parts: Sequence[str] = (person.name, person.appointment)
    who = ", ".join(part for part in parts if part.strip())
    return who if named_only or person.moment is None else f"{who}\n{dtg(person.moment)}"
