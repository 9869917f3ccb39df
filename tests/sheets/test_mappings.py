"""Maps are saved, read back and checked."""

import pytest

from app.domain.kinds import KINDS
from app.sheets.mappings import FaultyMapError, Mapping, checked, from_json, parts_of, targets_of, to_json


def test_a_map_comes_back_as_it_was_saved() -> None:
    mapping = Mapping(
        kind="qip", columns={"Ref": "reference", "x": "start|notes"}, day_first=True, currency={"": "USD"}
    )
    assert from_json(to_json(mapping)) == mapping


@pytest.mark.parametrize(
    "data",
    [
        b"", b"[]", b'{"kind":"qip"}', b'{"kind":"qip","columns":{"a":"colour"}}',
        b'{"kind":"qip","columns":{},"more":1}',
        b'{"kind":"qip","columns":{},"currency":{"":"dollars"}}', b'{"kind":"qip","columns":{},"offset":"EST"}',
        b'{"kind":"qip","columns":{"a":"attachments"}}',
    ],
)  # fmt: skip
def test_a_map_that_does_not_fit_is_refused(data: bytes) -> None:
    with pytest.raises(FaultyMapError):
        from_json(data)


def test_a_column_without_a_target_goes_to_the_notes() -> None:
    assert Mapping(kind="qip", columns={}).target("anything") == "notes"


@pytest.mark.parametrize("kind", KINDS)
def test_every_target_that_is_offered_is_accepted(kind: str) -> None:
    mapping = Mapping(kind=kind, columns={name: name for name in targets_of(kind)})
    assert checked(mapping) is mapping


def test_alternatives_and_both() -> None:
    assert list(parts_of("a|b+line")) == [("a", "b"), ("line",)]
