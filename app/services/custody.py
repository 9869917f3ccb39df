"""Custody: through which bundles, files and hands each save of a record came to this logbook."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.rosters import RosterBook
from app.services.officers import Officers
from app.services.views import Custody
from app.storage.reader import Reader
from app.storage.rows import StoredRevision


def custody(
    reader: Reader, book: RosterBook | None, officers: Officers, revisions: Iterable[StoredRevision]
) -> dict[str, tuple[Custody, ...]]:
    """Return, by revision id, the imports that brought it; none for what was written here.

    A save that several changesets hold may have come by several bundles.
    """
    within: dict[int, set[str]] = {}
    for one in revisions:
        if one.changeset is not None:
            within.setdefault(one.changeset, set()).add(one.id)
    brought_by = reader.bundles_of(within)
    names = {entry.node: entry.unit_name for entry in book.entries} if book else {}
    found: dict[str, dict[int, Custody]] = {}
    lines = reader.imports_of(set(brought_by.values()))
    for changeset, bundle in brought_by.items():
        for line in lines.get(bundle, ()):
            made = Custody(
                bundle=bundle, file=line.file, path=line.path, digest=line.digest, at=line.at,
                node=line.node or "", unit_name=names.get(line.node or "", ""),
                officer=officers.own(line.officer or ""),
            )  # fmt: skip
            for identifier in within[changeset]:
                found.setdefault(identifier, {})[line.pk] = made
    return {identifier: tuple(made[pk] for pk in sorted(made)) for identifier, made in found.items()}
