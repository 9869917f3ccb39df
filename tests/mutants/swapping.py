"""Swapping: gives the functions of a loaded module the code of a mutant, in the process at hand only."""

from __future__ import annotations

import ast
import gc
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType


def functions_of(paths: set[str]) -> dict[str, list[FunctionType]]:
    """Return every living function of the files, by file."""
    gc.unfreeze()
    found: dict[str, list[FunctionType]] = {path: [] for path in paths}
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType) and thing.__code__.co_filename in found:
            found[thing.__code__.co_filename].append(thing)
    return found


def swap(functions: list[FunctionType], tree: ast.Module, path: str) -> int:
    """Give the functions the code of the tree where it differs; return how many got another."""
    codes = {(code.co_qualname, code.co_firstlineno): code for code in _codes(compile(tree, path, "exec"))}
    swapped = 0
    for function in functions:
        code = codes.get((function.__code__.co_qualname, function.__code__.co_firstlineno))
        if (
            code is not None
            and code != function.__code__
            and code.co_freevars == function.__code__.co_freevars
        ):
            function.__code__ = code
            swapped += 1
    return swapped


def forget_cached() -> None:
    """Empty what functions of the program keep of earlier calls, or a mutant would not be asked."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "app":
            for thing in list(vars(module).values()):
                if callable(clear := getattr(thing, "cache_clear", None)):
                    clear()


def written(path: Path, tree: ast.Module) -> None:
    """Write a mutant where processes that a test starts will load it from."""
    path.write_text(ast.unparse(tree), encoding="utf-8")


def _codes(code: CodeType) -> Iterator[CodeType]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one
            yield from _codes(one)
