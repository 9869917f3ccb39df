"""The table: each figure beside its floor and its peer, the ratio, what is wanted, and whether that is met."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

HEAD = ("figure", "ours", "beside", "", "ratio", "wanted", "peer", "")


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One measured figure. `beside` is what it is compared with in the same run; `wanted` limits the ratio, or the
    figure itself where `absolute`. None means that there is none.
    """

    name: str
    value: float
    unit: str = "s"
    beside: float | None = None
    beside_name: str = ""
    wanted: float | None = None
    absolute: bool = False
    peer: float | None = None
    peer_name: str = ""

    @property
    def ratio(self) -> float | None:
        """The figure in units of what it is compared with."""
        return self.value / self.beside if self.beside else None

    @property
    def met(self) -> bool | None:
        """Whether what is wanted is met; None where nothing is."""
        measured = self.value if self.absolute else self.ratio
        return None if self.wanted is None or measured is None else measured <= self.wanted

    def row(self) -> tuple[str, ...]:
        """Return the cells of its line."""
        wanted = (
            ""
            if self.wanted is None
            else f"≤ {shown(self.wanted, self.unit) if self.absolute else f'{self.wanted:g} ×'}"
        )
        return (
            self.name,
            shown(self.value, self.unit),
            "" if self.beside is None else shown(self.beside, self.unit),
            self.beside_name,
            "" if self.ratio is None else f"{self.ratio:.2f} ×",
            wanted,
            "" if self.peer is None else f"{shown(self.peer, self.unit)} {self.peer_name}",
            {None: "", True: "pass", False: "MISSED"}[self.met],
        )

    def document(self) -> dict[str, object]:
        """Return the figure for a file."""
        return {**msgspec.structs.asdict(self), "ratio": self.ratio, "met": self.met}


def shown(value: float, unit: str) -> str:
    """Write a value with its unit."""
    if unit == "s":
        return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.{0 if value >= 0.1 else 1}f} ms"
    if unit == "MB":
        return f"{value / 1e6:.0f} MB"
    return f"{value:,.0f} {unit}".rstrip()


def table(figures: Sequence[Figure]) -> str:
    """Return the lines of the table."""
    rows = [HEAD, *(figure.row() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if 0 < at < 6 and at != 3 else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "-" * max(map(len, lines)))
    return "\n".join(lines)
