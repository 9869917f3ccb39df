"""What it costs to import the package."""

import subprocess
import sys

from app.assets import resource


def test_the_package_and_its_content_do_not_load_the_pdf_engine() -> None:
    code = (
        "import sys, app.reports, app.reports.content;"
        "sys.exit(any(name.split('.')[0] in ('reportlab', 'uharfbuzz', 'bidi') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=resource().parent).returncode == 0


def test_the_fonts_ship_with_their_licence_and_stay_small() -> None:
    files = sorted(resource("fonts").iterdir())
    assert sum(file.stat().st_size for file in files) < 4_000_000
    licence = resource("fonts", "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in licence
    for file in files:
        assert file.suffix == ".txt" or file.name in licence
