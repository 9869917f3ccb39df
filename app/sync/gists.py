"""Gists: what a plan has to know of the revisions in a changeset, so that large ones need not stay in memory."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from app.domain.revisions import Revision


class Gist(msgspec.Struct, frozen=True):
    """Ids of revisions, parents of those that have any, per kind the records touched and begun, ids by record."""

    ids: frozenset[str]
    parents: Mapping[str, tuple[str, ...]]
    touched: Mapping[str, set[str]]
    begun: Mapping[str, set[str]]
    saves: Mapping[str, Sequence[str]]

    @property
    def records(self) -> set[str]:
        """Every record that is touched."""
        return set().union(*self.touched.values())


def gist_of(revisions: Iterable[Revision]) -> Gist:
    """Return the gist of revisions, of which no more than one at a time is kept."""
    ids: set[str] = set()
    parents: dict[str, tuple[str, ...]] = {}
    touched: dict[str, set[str]] = {}
    begun: dict[str, set[str]] = {}
    saves: dict[str, list[str]] = {}
    for one in revisions:
        ids.add(one.id)
        saves.setdefault(one.record, []).append(one.id)
        touched.setdefault(one.kind, set()).add(one.record)
        if one.parents:
            parents[one.id] = one.parents
        else:
            begun.setdefault(one.kind, set()).add(one.record)
    return Gist(frozenset(ids), parents, touched, begun, saves)
