"""The hash of a passphrase may be begun before the logbook is opened; the answers stay the same."""

from pathlib import Path

import pytest

from app.services.desks import open_desk
from app.services.stretching import Stretched
from app.storage.errors import LogbookMissingError, WrongPassphraseError
from tests.services.missions import PASSPHRASE, Mission


def test_a_logbook_opens_with_the_key_that_was_stretched_before(mission: Mission) -> None:
    path = mission.force.path
    stretched = Stretched(path, PASSPHRASE)
    assert stretched.key() is not None
    with open_desk(path, PASSPHRASE, stretched=stretched) as desk:
        assert desk.identity == mission.force.identity


def test_a_wrong_passphrase_is_told_as_ever(mission: Mission) -> None:
    path = mission.force.path
    with pytest.raises(WrongPassphraseError):
        open_desk(path, "wrong", stretched=Stretched(path, "wrong"))


def test_a_missing_logbook_is_told_as_ever(tmp_path: Path) -> None:
    path = tmp_path / "nowhere"
    with pytest.raises(LogbookMissingError):
        open_desk(path, PASSPHRASE, stretched=Stretched(path, PASSPHRASE))
