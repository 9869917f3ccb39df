"""What the store derives from a record's values by its kind's declaration: title, search text and links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from app.domain.fields import Field, FieldType
from app.domain.identifiers import is_digest
from app.storage.folding import fold
from app.storage.kind_tables import BODY, NAMES, TITLE, KindTable

THUMBNAIL_MEDIA = "image/jpeg"
_LIGATURES = 200
"""How many characters folding may add to a text beside doubling it."""


class SearchEntry(msgspec.Struct, frozen=True):
    """The folded text of one record, by weight."""

    pk: int
    kind: str
    title: str
    names: str
    body: str


def search_entry(pk: int, kind: KindTable, title: str, values: dict[str, Any]) -> SearchEntry:
    """Return what the search index holds of a record."""
    parts: dict[int, list[str]] = {TITLE: [title], NAMES: [], BODY: []}
    for field in kind.searched:
        value = values.get(field.name)
        if value is None or value == title:
            continue
        if isinstance(value, str):
            parts[field.searched].append(value)
            continue
        for weight, text in _pieces(field, value):
            parts[weight].append(text)
    title_text, names, body = (_folded("\n".join(parts[weight])) for weight in (TITLE, NAMES, BODY))
    return SearchEntry(pk, kind.name, title_text, names, body)


def _folded(text: str) -> str:
    """Return folded text; a few signs fold to whole sentences, and a text of nothing else would fill the index."""
    return fold(text)[: 2 * len(text) + _LIGATURES]


def searched_text(kind: KindTable | None, values: dict[str, Any]) -> Iterator[str]:
    """Yield the searched texts of a record as written, in the order of its fields, for a snippet."""
    for field in kind.searched if kind else ():
        value = values.get(field.name)
        if value is not None and field.name != "serial":
            yield from (text for _, text in _pieces(field, value))


def _pieces(field: Field, value: Any) -> Iterator[tuple[int, str]]:
    if isinstance(value, str):
        yield field.searched, value
    elif field.type is FieldType.ROWS and isinstance(value, list | tuple):
        weights = {column.name: column.searched for column in field.columns if column.searched}
        for row in value:
            if isinstance(row, dict):
                yield from (
                    (weights[name], text)
                    for name, text in row.items()
                    if name in weights and isinstance(text, str)
                )
    elif isinstance(value, list | tuple):
        yield from ((field.searched, text) for text in value if isinstance(text, str))


def links_of(kind: KindTable, values: dict[str, Any]) -> set[tuple[str, str]]:
    """Return the (field, target) pairs by which a record points to others, or to attached files by digest."""
    found: set[tuple[str, str]] = set()
    for field in kind.links:
        value = values.get(field.name)
        if value:
            found.update((name, target) for name, target in _targets(field, value) if isinstance(target, str))
    return found


def _targets(field: Field, value: Any) -> Iterable[tuple[str, Any]]:
    if field.type is FieldType.REF:
        return ((field.name, value),)
    if not isinstance(value, list | tuple):
        return ()
    if field.type is FieldType.REFS:
        return ((field.name, target) for target in value)
    rows = [row for row in value if isinstance(row, dict)]
    if field.type is FieldType.FILES:
        return ((field.name, digest) for row in rows for digest in _digests(row))
    refs = [column.name for column in field.columns if column.type is FieldType.REF]
    return ((f"{field.name}.{name}", row.get(name)) for row in rows for name in refs)


def files_of(kind: KindTable, values: dict[str, Any]) -> Iterator[tuple[str, int, str]]:
    """Yield digest, size and media type of each attached file that a record names, thumbnails among them."""
    for field in kind.links:
        value = values.get(field.name) if field.type is FieldType.FILES else None
        for file in value if isinstance(value, list | tuple) else ():
            if isinstance(file, dict) and isinstance(file.get("sha256"), str):
                size, media = file.get("size"), file.get("media")
                yield (
                    file["sha256"],
                    size if isinstance(size, int) and 0 <= size < 2**53 else 0,
                    media if isinstance(media, str) else "application/octet-stream",
                )
                small = file.get("thumbnail")
                if isinstance(small, str) and is_digest(small):
                    yield small, 0, THUMBNAIL_MEDIA


def every_digest(value: Any) -> Iterator[str]:
    """Yield every text, at any depth, that has the form of a digest: what is not known here may name a file so."""
    if isinstance(value, str):
        if is_digest(value):
            yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from every_digest(item)


def unknown_files(value: Any) -> Iterator[tuple[str, int, str]]:
    """Yield digest, size and media type of what is written as attached files are, at any depth of what is not known."""
    if isinstance(value, dict):
        if isinstance(digest := value.get("sha256"), str) and is_digest(digest):
            yield digest, 0, "application/octet-stream"
        for item in value.values():
            yield from unknown_files(item)
    elif isinstance(value, list):
        for item in value:
            yield from unknown_files(item)


def _digests(file: dict[str, Any]) -> Iterator[Any]:
    """Yield the digest of a file, and that of its thumbnail where it has one."""
    yield file.get("sha256")
    yield file.get("thumbnail") or None
