"""People: a count by sex and age as a grid of a report."""

from __future__ import annotations

from app.domain.beneficiaries import AGES, SEXES
from app.domain.vocabularies import AGE, SEX
from app.reports.document import Block, Cell, Facts, Told
from app.services.reports.sources import Sources
from app.services.reports.telling import Teller, grid


def people(teller: Teller, name: str) -> tuple[Block, ...]:
    """Return a grid of people by sex and age with totals, or the total alone; partial figures say so."""
    sources, value = teller.sources, teller.view.fields.get(name)
    sources.tells(teller.view, name)
    if not value:
        return ()
    said, cells = sources.words.said, value.get("cells") or {}
    counted_ = sum(number for ages in cells.values() for number in ages.values())
    total = counted_ if value.get("total") is None else value["total"]
    if not cells:
        return (Facts(((teller.label(name), _figure(sources, total)),)),)
    ages = [age for age in AGES if any(age in row for row in cells.values())]
    rows: list[tuple[Cell, ...]] = [
        (said(dict(SEX)[sex]), *(_figure(sources, cells[sex].get(age)) for age in ages),
         _figure(sources, sum(cells[sex].values())))
        for sex in SEXES
        if sex in cells
    ]  # fmt: skip
    sums = [sum(row.get(age, 0) for row in cells.values()) for age in ages]
    rows.append(
        (said("Total"), *(_figure(sources, one) for one in sums), (Told(_figure(sources, total), "bold"),))
    )
    heads = (("Sex", 2.0), *((dict(AGE)[age], 1.4) for age in ages), ("Total", 1.4))
    title = teller.label(name) + (f" ({said('partial')})" if counted_ < total else "")
    return grid(sources, heads, rows, ends=range(1, len(ages) + 2), title=title, total=True)


def _figure(sources: Sources, value: int | None) -> str:
    return "–" if value is None else f"{value:,}".replace(",", sources.words.thousands)
