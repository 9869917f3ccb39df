"""What is compiled for one encrypted file serves the others that are open, and is gone with the last of them."""

import gc
import os
from pathlib import Path

from sqlalchemy import literal, select

from app.storage import sqlite


def ask(file: Path, word: str) -> tuple[object, int]:
    """Ask an encrypted file for a word; return its answer, and how many statements are kept then."""
    file.touch()
    engine = sqlite.engine_for(file, os.urandom(32))
    with engine.connect() as connection:
        said = connection.execute(select(literal(word).label("compiled_once"))).scalar_one()
    engine.dispose()
    return said, len(sqlite.compiled())


def test_another_file_under_another_key_needs_nothing_compiled_again(tmp_path: Path) -> None:
    first, before = ask(tmp_path / "one.db", "Bentiu")
    second, after = ask(tmp_path / "other.db", "Leer")
    assert (first, second) == ("Bentiu", "Leer")
    assert before == after > 0


def test_a_statement_that_was_asked_with_a_name_does_not_outlive_the_logbooks(tmp_path: Path) -> None:
    kept = sqlite.Compiled(10)
    sqlite._compiled["statements"], usual = kept, sqlite.compiled()
    ask(tmp_path / "one.db", "A. Deng")
    assert len(kept) == 1
    del kept
    gc.collect()
    assert "statements" not in sqlite._compiled
    sqlite._compiled["statements"] = usual
