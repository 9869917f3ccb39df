"""The files beside the code are found in a checkout, in a wheel and in a frozen program."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from app.assets import AssetMissingError, migrations, resource

ROOT = Path(__file__).resolve().parents[1]
FONT = "NotoSans-Regular.ttf"
ASK = (
    f"from app.assets import *; print(resource('fonts', '{FONT}')); "
    "print(migrations() / 'env.py'); print(migrations() / 'newest.sql')"
)


def test_a_checkout_has_them_at_its_root() -> None:
    assert resource("fonts") == ROOT / "resources" / "fonts"
    assert migrations() == ROOT / "db" / "migrations"


def test_a_missing_file_is_said_in_one_sentence() -> None:
    with pytest.raises(AssetMissingError) as caught:
        resource("fonts", "no.ttf")
    assert str(caught.value) == "The program's resources lack no.ttf: install the program again."


def test_a_frozen_program_has_them_in_its_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    frozen = tmp_path / "app" / "_shared" / "resources" / "demo"
    frozen.mkdir(parents=True)
    assert resource("demo") == frozen
    with pytest.raises(AssetMissingError):
        migrations()


def test_a_wheel_carries_them(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    said = subprocess.run(
        [sys.executable, "-c", ASK], cwd=installed, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    assert [Path(line).relative_to(installed / "app" / "_shared") for line in said] == [
        Path("resources/fonts") / FONT,
        Path("migrations/env.py"),
        Path("migrations/newest.sql"),
    ]
    assert all(Path(line).is_file() for line in said)
