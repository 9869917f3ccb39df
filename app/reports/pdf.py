"""The PDF file: a canvas without built-in fonts, fixed dates and ids, inert properties, embedded glyphs."""

import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from app.reports.archiving import Properties, Stream, archive
from app.reports.chars import single_line
from app.reports.lines import Line
from app.reports.pdf_fonts import embed
from app.reports.shaping import Shaper
from app.reports.style import PAPERS, Paper, Rgb

# Settings of the machine (environment, files in the home folder) must not change a report's bytes.
rl_config.invariant = 1
rl_config.useA85 = 0

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_LONGEST_PROPERTY: Final = 500


class _BareCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """A canvas that does not open each page with a font that is not embedded."""

    shift = 0.0

    def _make_preamble(self) -> None:
        self._preamble = f"1 0 0 1 {self.shift:.2f} 0 cm"


class Pen:
    """Draws on the pages of one document; distances in points from the lower left corner."""

    def __init__(
        self,
        shaper: Shaper,
        *,
        title: str,
        author: str,
        subject: str,
        language: str,
        moment: datetime,
        paper: Paper = PAPERS["A4"],
    ) -> None:
        """Open a document dated `moment`, with the given texts as its properties, cut and on one line."""
        self._shaper = shaper
        self.paper = paper
        self._bytes = io.BytesIO()
        tag = language if _LANGUAGE.fullmatch(language) else "en"
        size = (paper.width, paper.height)
        self._canvas: Any = _BareCanvas(
            self._bytes, pagesize=size, pageCompression=1, invariant=1, lang=tag, pdfVersion=(1, 7)
        )
        self._canvas.shift = paper.shift
        self._canvas._make_preamble()
        self._moment = moment.astimezone(UTC)
        self._stamp = self._moment.strftime("D:%Y%m%d%H%M%S+00'00'")
        document = self._canvas._doc
        document.setDateFormatter(lambda *_: self._stamp)
        # The file's id is a digest of its content alone: the clock and the environment have no part in it.
        document.signature = hashlib.md5(self._stamp.encode(), usedforsecurity=False)
        self._properties = Properties(
            title=_property(title), author=_property(author), subject=_property(subject), keywords="CIMIC",
            language=tag, creator="Liaison Logbook", producer="ReportLab", moment=self._moment,
        )  # fmt: skip
        self._canvas.setTitle(self._properties.title)
        self._canvas.setAuthor(self._properties.author)
        self._canvas.setSubject(self._properties.subject)
        self._canvas.setKeywords(self._properties.keywords)
        self._canvas.setCreator(self._properties.creator)
        self._canvas.setProducer(self._properties.producer)
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        self._marks = 0

    def line(self, line: Line, x: float, base: float, width: float) -> None:
        """Draw a line of text in a column that begins at `x` and is `width` wide, on the base line `base`."""
        end = line.style.align != "left" and (line.style.align == "end") != line.leftward
        left = x + (
            width - line.width if end else (width - line.width) / 2 if line.style.align == "centre" else 0
        )
        self._canvas.addLiteral(f"BT 1 0 0 1 {left:.2f} {base:.2f} Tm {self._operators(line)} ET", escaped=1)

    def rule(self, x: float, y: float, width: float, colour: Rgb, thickness: float) -> None:
        """Draw a horizontal line."""
        self.box(x, y - thickness / 2, width, thickness, colour)

    def box(self, x: float, y: float, width: float, height: float, colour: Rgb) -> None:
        """Fill a rectangle whose lower left corner is at x, y."""
        self._canvas.addLiteral(f"{_rgb(colour)} {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f", escaped=1)

    def path(
        self,
        points: Sequence[tuple[float, float]],
        *,
        fill: Rgb | None = None,
        stroke: Rgb | None = None,
        width: float = 0.5,
        closed: bool = False,
    ) -> None:
        """Draw straight lines through points, filled, stroked or both."""
        (x, y), *rest = points
        steps = " ".join([f"{x:.2f} {y:.2f} m", *(f"{px:.2f} {py:.2f} l" for px, py in rest)])
        colours = [_rgb(fill)] if fill else []
        colours += [f"{_rgb(stroke).upper()} {width:.2f} w"] if stroke else []
        paint = {(True, True): "B", (True, False): "f", (False, True): "S"}[
            fill is not None, stroke is not None
        ]
        close = " h" if closed or fill else ""
        self._canvas.addLiteral(f"{' '.join(colours)} {steps}{close} {paint}", escaped=1)

    @contextmanager
    def inside(self, x: float, y: float, width: float, height: float) -> Iterator[None]:
        """Draw only inside a rectangle while the block lasts."""
        self._canvas.addLiteral(f"q {x:.2f} {y:.2f} {width:.2f} {height:.2f} re W n", escaped=1)
        yield
        self._canvas.addLiteral("Q", escaped=1)

    def picture(self, size: tuple[int, int], jpeg: bytes, box: tuple[float, float, float, float]) -> None:
        """Draw a colour JPEG of `size` (columns, rows), as it is, into a box of x, y, width and height."""
        document = self._canvas._doc
        name = f"P{hashlib.sha256(jpeg).hexdigest()[:16]}"
        if not document.hasForm(name):
            document.addForm(name, _image(size, jpeg))
        x, y, width, height = box
        key = document.getXObjectName(name)
        self._canvas.addLiteral(f"q {width:.2f} 0 0 {height:.2f} {x:.2f} {y:.2f} cm /{key} Do Q", escaped=1)
        self._canvas._formsinuse.append(name)

    def bookmark(self, title: str, top: float) -> None:
        """Put a heading into the outline."""
        key = f"s{self._marks}"
        self._marks += 1
        self._canvas.bookmarkHorizontalAbsolute(key, top)
        self._canvas.addOutlineEntry(_property(title), key, 0, closed=False)

    def carry(self, name: str, content: bytes, about: str) -> None:
        """Embed a plain file as it is, uncompressed, so that its bytes stand in the file as they are."""
        document = self._canvas._doc
        dated = pdfdoc.PDFDictionary({"ModDate": pdfdoc.PDFString(self._stamp), "Size": len(content)})
        kind = {"Type": "/EmbeddedFile", "Subtype": "/text#2Fplain", "Params": dated}
        stream = Stream(pdfdoc.PDFDictionary(kind), content)
        file = pdfdoc.PDFDictionary(
            {
                "Type": "/Filespec",
                "F": pdfdoc.PDFString(name),
                "UF": pdfdoc.PDFString(name),
                "Desc": pdfdoc.PDFString(_property(about)),
                "AFRelationship": "/Source",
                "EF": pdfdoc.PDFDictionary({"F": document.Reference(stream, "carried:file")}),
            }
        )
        names = pdfdoc.PDFArray([pdfdoc.PDFString(name), document.Reference(file, "carried")])
        tree = pdfdoc.PDFDictionary({"Names": names})
        document.Catalog.Names = pdfdoc.PDFDictionary({"EmbeddedFiles": tree})
        document.Catalog.AF = pdfdoc.PDFArray([document.Reference(file, "carried")])

    def next_page(self) -> None:
        """Finish the page."""
        self._canvas.showPage()

    def _operators(self, line: Line) -> str:
        """Write the text operators of a line, changing font, height and colour only where they change."""
        code: list[str] = []
        run: list[str] = []
        state: tuple[int, int, Rgb] | None = None
        for atom in line.atoms:
            for font, rise, glyphs in atom.shaped.pieces:
                wanted = (font, rise, atom.span.colour)
                if wanted != state:
                    size = line.style.size * self._shaper.tables[font].face.enlarged
                    code += [*_closed(run), *_changes(state, wanted, size)]
                    state = wanted
                run.append(glyphs)
        # The rise outlives the text object, so it is put back.
        return " ".join([*code, *_closed(run), *(["0 Ts"] if state and state[1] else [])])

    def finish(self) -> bytes:
        """Embed the glyphs used and return the file."""
        self._canvas.showOutline()
        for number, table in enumerate(self._shaper.tables):
            embed(self._canvas._doc, f"T{number}", table)
        archive(self._canvas._doc, self._properties)
        self._canvas.save()
        return self._bytes.getvalue()


def _property(text: str) -> str:
    return single_line(text)[:_LONGEST_PROPERTY]


def _rgb(colour: Rgb) -> str:
    return " ".join(f"{part:.3f}" for part in colour) + " rg"


def _closed(run: list[str]) -> list[str]:
    code = ["[" + "".join(run).replace("><", "") + "] TJ"] if run else []
    run.clear()
    return code


def _changes(old: tuple[int, int, Rgb] | None, new: tuple[int, int, Rgb], size: float) -> list[str]:
    """Write what must change between two pieces: font, rise, colour; `size` is the new font's."""
    code = []
    if old is None or old[0] != new[0]:
        code.append(f"/T{new[0]} {size:g} Tf")
    if (old[1] if old else 0) != new[1]:
        code.append(f"{new[1] * size / 1000:.3f} Ts")
    if old is None or old[2] != new[2]:
        code.append(_rgb(new[2]))
    return code


def _image(size: tuple[int, int], jpeg: bytes) -> Any:
    columns, rows = size
    entries = {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": columns,
        "Height": rows,
        "ColorSpace": "/DeviceRGB",
        "BitsPerComponent": 8,
        "Filter": "/DCTDecode",
    }
    return Stream(pdfdoc.PDFDictionary(entries), jpeg)
