"""Checks that no test can miss, and why; what is named here counts as explained, not as caught.

Each is written as `make mutants` prints it, without the number of its line. What is gone from the code is printed, too.
"""

from __future__ import annotations

from collections.abc import Mapping

EXPLAINED: Mapping[str, tuple[str, ...]] = {
    "costs time or memory, and nothing else": (
        "app/sync/container.py: without: piece  (of: and)",
        "app/sync/container.py: always: if piece",
        "app/sync/container.py: never: if whole",
        "app/sync/container.py: never: if left > 1",
        "app/sync/container.py: without: not packed  (of: and)",
        "app/sync/container.py: never: if unpacker.eof",
        "app/sync/collecting.py: always: if member.name.kind is Kind.CHANGESET and (not member.name.is_signature)",
        "app/sync/collecting.py: without: member.name.kind is Kind.CHANGESET  (of: and)",
        "app/sync/collecting.py: without: not member.name.is_signature  (of: and)",
        "app/sync/collecting.py: always: member.name.kind is Kind.CHANGESET",
        "app/sync/collecting.py: always: if len(self._head) < MAX_HEADER",
        "app/sync/collecting.py: always: if keeps",
        "app/services/exporting.py: always: if wanted.since is not None",
        "app/services/exporting.py: always: if max_size is not None",
        "app/services/exporting.py: never: if max_size is not None",
    ),
    "asked again further on, with the same answer": (
        "app/sync/container.py: without: in_head and name.kind != index  (of: or)",
        "app/sync/container.py: without: deflated  (of: and)",
        "app/sync/container.py: without: not left  (of: and)",
        "app/sync/container.py: without: unpacker.unused_data  (of: or)",
        "app/sync/container.py: without: not whole[0]  (of: or)",
        "app/sync/collecting.py: never: if self.kept is None",
        "app/sync/envelope.py: never: if not identities",
        "app/sync/manifest.py: without: not isinstance(raw, dict)  (of: or)",
        "app/sync/manifest.py: without: number < 1  (of: or)",
    ),
    "tells the type checker what always holds": (
        "app/sync/collecting.py: never: if member is None or member.name.kind is Kind.ATTACHMENT",
        "app/sync/collecting.py: without: member is None  (of: or)",
        "app/sync/collecting.py: never: if member is None",
    ),
}
