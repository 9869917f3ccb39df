"""Passphrases: how long a new one must be, and changing that of a logbook."""

from __future__ import annotations

from pathlib import Path

from app.services.errors import ServiceError
from app.storage.keys import DEFAULT, PassphraseCost
from app.storage.logbooks import change_passphrase

SHORTEST = 12
"""Fewest letters of a new passphrase; long and easy to say beats short and odd."""


class PassphraseShortError(ServiceError):
    """A new passphrase is shorter than it may be."""

    sentence = (
        "The new passphrase is too short: take at least {shortest} letters, best of several words. "
        "Nothing was changed; the old one still opens the logbook."
    )


class SamePassphraseError(ServiceError):
    """The new passphrase is the old one."""

    sentence = "The new passphrase is the old one. Nothing was changed."


def change(path: Path | str, old: str, new: str, *, cost: PassphraseCost = DEFAULT) -> None:
    """Give a logbook another passphrase; its records are not rewritten.

    The new key file is read back and opened with the new passphrase before the old one goes. Raises
    `PassphraseShortError`, `SamePassphraseError`, `WrongPassphraseError` and disk errors; then the old one still holds.
    """
    if len(new.strip()) < SHORTEST:
        raise PassphraseShortError(shortest=SHORTEST)
    if new == old:
        raise SamePassphraseError
    change_passphrase(path, old, new, cost=cost)
