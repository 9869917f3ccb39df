"""A laboratory for attacks: a mission of one's own."""

import pytest

from tests.services.exchange.attacks.lab import Lab
from tests.services.missions import Mission


@pytest.fixture
def lab(mission: Mission) -> Lab:
    """A mission of one's own, and what a wrongdoer in it may send."""
    return Lab(mission)
