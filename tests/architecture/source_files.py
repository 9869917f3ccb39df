"""The files of the project as they would be committed, and the Python modules among them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def project_files() -> tuple[Path, ...]:
    """Return every file that git tracks or would track, as paths relative to the root of the project."""
    named = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (Path(name) for name in named.split("\0") if name)
    return tuple(sorted(path for path in paths if (ROOT / path).is_file()))


def modules(*folders: str) -> Iterator[Path]:
    """Yield the Python modules under the named folders of the project."""
    return (path for path in project_files() if path.suffix == ".py" and path.parts[0] in folders)


@cache
def text_of(path: Path) -> str:
    """Return the text of a project file; empty for a binary one."""
    data = (ROOT / path).read_bytes()
    return "" if b"\0" in data else data.decode("utf-8", "replace")


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a module of the project."""
    return ast.parse(text_of(path), filename=str(path))
