"""The base map: lines near the symbols, the same ones every time, none that are far."""

from app.reports.document import Symbol
from app.services.reports.base_map import outlines_near


def test_lines_near_a_place_and_none_far_from_it() -> None:
    juba = (Symbol(4_859_390, 31_571_250, 1, "meeting", "Juba"),)
    found = outlines_near(juba)
    assert 3 < len(found) < 100
    assert found == outlines_near(juba)
    for line in found:
        assert len(line.points) > 1
        assert any(abs(lat - 4.86) < 20 and abs(lon - 31.57) < 20 for lon, lat in line.points)
    border = [lat for line in found for lon, lat in line.points if 30.5 < lon < 32.5 and 3 < lat < 4.5]
    assert border  # the boundary south of Juba
    assert outlines_near(()) == ()


def test_every_line_lies_on_the_globe() -> None:
    everywhere = (Symbol(0, 0, 1, "note", ""), Symbol(60_000_000, 170_000_000, 1, "note", ""))
    found = outlines_near(everywhere)
    assert len(found) > 1000
    for line in found:
        assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in line.points)
