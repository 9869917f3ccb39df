"""Every file under resources/ is used by the program."""

import ast
from pathlib import Path

from tests.architecture.source_files import modules, project_files, tree_of

# What a folder says of its files: their licence and where they come from.
LICENCES_AND_SOURCES = {"LICENSE", "OFL", "README"}
# Folders whose files are found by listing the folder, so that only the folder is named in the code.
LISTED_FOLDERS = {"demo", "icons", "manual", "translations"}


def test_no_resource_lies_there_unused() -> None:
    names = _names_in_the_code()
    unused = [
        str(path)
        for path in project_files()
        if path.parts[0] == "resources"
        and path.stem not in LICENCES_AND_SOURCES
        and not _is_used(path, names)
    ]
    assert unused == []


def _is_used(path: Path, names: set[str]) -> bool:
    """Tell whether the code names this file, or lists the folder it lies in."""
    folder = path.parts[1]
    return bool({path.name, path.stem} & names) or (folder in LISTED_FOLDERS and folder in names)


def _names_in_the_code() -> set[str]:
    """Return the parts of every text in the program that could be a path."""
    texts = (
        node.value
        for path in modules("app")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return {part for text in texts for part in text.split("/")}
