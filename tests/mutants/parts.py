"""What is tried: the modules that hold the checks, by part, each with the tests that are to notice that one is gone.

Paths are patterns below the root of the tree. This is the one place that names them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path


@dataclass(frozen=True)
class Part:
    """Modules that belong together, and the tests that cover them."""

    name: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]


PARTS = (
    Part(
        "container and envelope",
        (
            "app/sync/container.py", "app/sync/members.py", "app/sync/collecting.py", "app/sync/envelope.py",
            "app/sync/manifest.py",
        ),
        ("tests/sync", "tests/vectors"),
    ),
    Part(
        "verification",
        (
            "app/sync/verification.py", "app/sync/changesets.py", "app/sync/sshsig.py", "app/sync/keys.py",
            "app/sync/rosters.py", "app/sync/requests.py", "app/sync/report_seals.py", "app/domain/canonical.py",
            "app/domain/revisions.py", "app/domain/roster_texts.py",
        ),
        ("tests/sync", "tests/vectors", "tests/domain", "tests/services/reports/test_checking.py"),
    ),
    Part(
        "planning",
        (
            "app/sync/planning.py", "app/sync/stream_planning.py", "app/sync/roster_planning.py",
            "app/domain/rosters.py", "app/domain/scopes.py", "app/domain/standing_changesets.py",
        ),
        ("tests/sync", "tests/vectors", "tests/domain", "tests/services/exchange", "tests/services/test_rosters.py"),
    ),
    Part(
        "policy",
        (
            "app/domain/policy/*.py", "app/domain/merge.py", "app/domain/decisions.py", "app/domain/record_identity.py",
            "app/domain/loose_ends.py", "app/services/belonging.py", "app/services/rights.py",
            "app/services/invariants.py", "app/services/limits.py", "app/services/standing.py",
            "app/services/conflicts.py",
        ),
        (
            "tests/domain/test_*.py", "tests/domain/policy", "tests/services/exchange", "tests/services/test_rights.py",
            "tests/services/test_levels.py", "tests/services/test_conflicts.py", "tests/services/test_decisions.py",
            "tests/services/test_settings.py", "tests/services/test_directives.py", "tests/services/test_ledger.py",
            "tests/services/test_rosters.py", "tests/services/test_saving.py", "tests/services/test_invariants.py",
            "tests/services/test_releasing.py", "tests/services/test_victims.py",
        ),
    ),
    Part(
        "taking",
        (
            "app/services/taking.py", "app/services/applying.py", "app/services/holdings.py",
            "app/services/structures.py", "app/services/forks.py", "app/services/settling.py",
            "app/services/held_room.py",
        ),
        (
            "tests/services/exchange", "tests/vectors", "tests/services/test_reviving.py",
            "tests/services/test_ledger.py", "tests/services/test_status.py",
        ),
    ),
    Part(
        "receipts",
        (
            "app/services/receipts.py", "app/services/roster_acks.py", "app/services/receipt_digests.py",
            "app/services/peers.py", "app/services/exporting.py", "app/services/own_files.py",
            "app/domain/possession.py",
        ),
        (
            "tests/services/exchange", "tests/services/test_attachments.py", "tests/services/test_status.py",
            "tests/services/test_own_files.py",
            "tests/domain/test_loose_ends.py", "tests/domain/test_emptying.py",
            "tests/services/test_rosters.py",
        ),
    ),
    Part(
        "issuing of rosters",
        ("app/services/rosters.py", "app/services/issuing.py"),
        ("tests/services/test_*roster*.py", "tests/services/exchange"),
    ),
    Part(
        "pictures",
        ("app/pictures/child.py", "app/pictures/decoding.py", "app/pictures/jpeg_frames.py"),
        ("tests/pictures",),
    ),
)  # fmt: skip


def found(root: Path, patterns: Iterable[str]) -> tuple[str, ...]:
    """Return the paths below the root that fit the patterns, each once."""
    paths = (path for pattern in patterns for path in sorted(root.glob(pattern)))
    return tuple(dict.fromkeys(path.relative_to(root).as_posix() for path in paths))


def narrowed(root: Path, parts: Iterable[Part], only: str) -> tuple[Part, ...]:
    """Return the parts with only those modules that are at, below, or fit a path."""
    kept = []
    for part in parts:
        modules = tuple(
            one
            for one in found(root, part.modules)
            if one == only or one.startswith(f"{only.rstrip('/')}/") or fnmatch(one, only)
        )
        if modules:
            kept.append(Part(part.name, modules, part.tests))
    return tuple(kept)
