"""What a simulated mission is to go through: its size, its days, and how badly its bundles travel."""

from __future__ import annotations

import msgspec


class Orders(msgspec.Struct, frozen=True, kw_only=True):
    """The size of a mission and its misfortunes; shares are of all bundles, numbers are of the whole time."""

    seed: int
    sectors: int
    units: int
    days: int
    records: int
    rhythm: int = 7
    """Days from one exchange of a node to its next."""
    lost: float = 0.20
    doubled: float = 0.10
    reordered: float = 0.30
    corrupt: float = 0.02
    split: float = 0.05
    """Bundles that a size limit splits into parts, each of which travels on its own."""
    restores: int = 3
    clones: int = 1
    rotations: int = 5
    revocations: int = 2

    @property
    def nodes(self) -> int:
        """How many nodes the mission begins with."""
        return 1 + self.sectors + self.units


def whole_year(seed: int) -> Orders:
    """Return the year of a large mission."""
    return Orders(seed=seed, sectors=9, units=50, days=365, records=36_500)


def few_days(seed: int) -> Orders:
    """Return ten days of a small mission that meets every misfortune once."""
    return Orders(
        seed=seed, sectors=2, units=5, days=10, records=80, rhythm=1, restores=1, clones=1, rotations=1, revocations=1,
    )  # fmt: skip
