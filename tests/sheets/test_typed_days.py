"""Days are read as people write them, and the order of day and month is told by the column or asked."""

from datetime import date, time

import pytest

from app.sheets.tables import Cell
from app.sheets.typed_days import DayOrder, day_of, day_order, moment_of

DAY = date(2013, 9, 3)


@pytest.mark.parametrize(
    "cell",
    [
        "2013-09-03", "2013/9/3", "20130903", "3/9/2013", "03-09-13", "3.9.2013", "3 Sep 2013", "03SEP13",
        "3 septembre 2013", "Sept 3, 2013", "September 3 2013", "3rd September 2013", DAY, 41520, 41520.0, 20130903.0,
    ],
)  # fmt: skip
def test_days_in_many_styles(cell: Cell) -> None:
    assert day_of(cell) == DAY


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("janv.", 1), ("enero", 1), ("ene", 1), ("fév", 2), ("FEVRIER", 2), ("mars", 3), ("marzo", 3), ("avr", 4),
        ("abr", 4), ("mai", 5), ("mayo", 5), ("juin", 6), ("JUN", 6), ("juil.", 7), ("julio", 7), ("aou", 8),
        ("AOÛT", 8), ("ago", 8), ("sept.", 9), ("octubre", 10), ("nov", 11), ("décembre", 12), ("dic", 12),
    ],
)  # fmt: skip
def test_months_are_read_in_three_languages_with_or_without_accents(name: str, month: int) -> None:
    assert day_of(f"3 {name} 2013") == date(2013, month, 3)


@pytest.mark.parametrize("name", ["jui", "ju", "ma", "mm", "septic", "days"])
def test_what_begins_no_month_or_two_is_none(name: str) -> None:
    assert day_of(f"3 {name} 2013") is None


@pytest.mark.parametrize(
    "cell", ["2013", "Sept 2013", "early March 2014", "31/02/2013", "3/9/2013 or so", 12, True, None]
)
def test_what_is_no_whole_day_is_not_read(cell: Cell) -> None:
    assert day_of(cell) is None


def test_month_first_where_it_is_said_and_possible() -> None:
    assert day_of("3/9/2013", day_first=False) == date(2013, 3, 9)
    assert day_of("13/9/2013", day_first=False) == date(2013, 9, 13)
    assert day_of("3.9.2013", day_first=False) == DAY


@pytest.mark.parametrize(
    ("text", "clock"),
    [("3/9/2013 14:30", time(14, 30)), ("2013-09-03T14:30", time(14, 30)), ("3 Sep 2013 14h30", time(14, 30)),
     ("3/9/2013 2:30 pm", time(14, 30)), ("3/9/2013 1430", time(14, 30))],
)  # fmt: skip
def test_times_of_day(text: str, clock: time) -> None:
    assert moment_of(text) == (DAY, clock)


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["3/9/2013", "4/9/2013"], DayOrder.EITHER),
        (["3/9/2013", "24/9/2013"], DayOrder.DAY_FIRST),
        (["3/9/2013", "9/24/2013"], DayOrder.MONTH_FIRST),
        (["24/9/2013", "9/24/2013", "3/4/2013"], DayOrder.EITHER),
        (["3/3/2013", "2013-09-03", DAY, "3.9.2013", None], DayOrder.NEITHER),
    ],
)
def test_a_column_tells_its_order_or_must_be_asked(cells: list[Cell], order: DayOrder) -> None:
    assert day_order(cells) is order
