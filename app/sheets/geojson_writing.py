"""Maps out: GeoJSON, one feature for each record, one line for each feature."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from app.sheets.tables import Cell, cell_text


class Feature(msgspec.Struct, frozen=True):
    """One record on a map: longitude and latitude in degrees (None: no place may be shown) and its properties."""

    position: tuple[float, float] | None
    properties: Mapping[str, Cell]


def write_geojson(path: Path, features: Iterable[Feature]) -> int:
    """Write a collection of features (RFC 7946) and return how many there are."""
    count = 0
    with path.open("wb") as stream:
        stream.write(b'{"type":"FeatureCollection","features":[\n')
        for feature in features:
            stream.write(b",\n" if count else b"")
            stream.write(msgspec.json.encode(_feature(feature)))
            count += 1
        stream.write(b"\n]}\n")
    return count


def _feature(feature: Feature) -> dict[str, object]:
    position = feature.position
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": list(position)} if position else None,
        "properties": {
            name: cell if cell is None or isinstance(cell, int | float | str) else cell_text(cell)
            for name, cell in feature.properties.items()
        },
    }
