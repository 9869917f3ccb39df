"""Changing the passphrase: one of the two opens the logbook wherever it is killed or the disk is full."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.services import passphrases
from app.services.desks import open_desk
from app.storage.errors import WrongPassphraseError
from tests.services import dying
from tests.services.missions import CHEAP, PASSPHRASE, Mission

NEW = "a longer one of words"


@pytest.mark.parametrize("new", ["", "short", "x" * 11, "  12 letters  "[:9]])
def test_a_short_passphrase_is_refused(mission: Mission, new: str) -> None:
    with pytest.raises(passphrases.PassphraseShortError, match="at least 12"):
        passphrases.change(mission.unit.path, PASSPHRASE, new)


def test_the_same_one_and_a_wrong_one_are_refused(mission: Mission) -> None:
    with pytest.raises(passphrases.SamePassphraseError):
        passphrases.change(mission.unit.path, PASSPHRASE, PASSPHRASE)
    with pytest.raises(WrongPassphraseError):
        passphrases.change(mission.unit.path, "wrong", NEW)


def test_one_of_the_two_opens_it_wherever_it_is_killed(mission: Mission, tmp_path: Path) -> None:
    place = mission.unit.path
    mission.unit.close()
    words = [sys.executable, "-m", dying.__name__, "passphrase", str(tmp_path), str(place), NEW]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert {opened for _, _, opened in found} == {"old", "new"}, found
    assert found[0][2] == "old"
    assert len(found) > 10
    passphrases.change(place, PASSPHRASE, NEW, cost=CHEAP)
    open_desk(place, NEW).close()
