"""The checks of a module, found in its syntax tree, and the module with one of them deleted or inverted.

Checks stand in functions as: a raise; the condition of an `if`, of a conditional expression or of a filter; an operand
of `and` and `or` in a condition; a comparison with a named limit or set; what a function that answers yes or no
returns; a call for nothing but its refusal (`check_…`, `verify…`); one of several that a loop names in its head.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

_CALLED = re.compile(r"^_*(check|verify|require|refuse|ensure|demand|read_back|bind|setrlimit)")
_NAMED = re.compile(r"^_*[A-Z][A-Z0-9_]+$")
_LETS_PASS = (ast.LtE, ast.Lt, ast.In, ast.Eq, ast.Is)
_LONGEST = 100


@dataclass(frozen=True)
class Mutant:
    """One check of a module and what becomes of it; `place` is its number in the walk through the tree.

    `reached` is the line of the statement it stands in, `behind` are lines that are reached only where it says so.
    """

    line: int
    text: str
    change: str
    place: int
    reached: int
    behind: tuple[int, ...] = ()
    part: int = 0


def mutants_of(source: str) -> tuple[Mutant, ...]:
    """Return every mutant of a module, by line."""
    tree = ast.parse(source)
    places = {id(node): place for place, node in enumerate(ast.walk(tree))}
    statements = dict(_statements(tree, 0))
    found: dict[tuple[int, str, int], Mutant] = {}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node, change, part, behind in _in_function(function):
                said = node.test if isinstance(node, ast.If) else node
                reached = statements[id(node)]
                shown = _shown(node, part, change)
                place = places[id(node)]
                found[place, change, part] = Mutant(said.lineno, shown, change, place, reached, behind, part)
    return tuple(sorted(found.values(), key=lambda one: (one.line, one.place, one.part, one.change)))


def mutated(source: str, mutant: Mutant) -> ast.Module:
    """Return the tree of a module with one of its checks changed; lines keep their numbers."""
    tree = ast.parse(source)
    node = list(ast.walk(tree))[mutant.place]
    match mutant.change:
        case "deleted":
            _replace(tree, node, ast.Pass())
        case "without" if isinstance(node, ast.Tuple):
            del node.elts[mutant.part]
        case "without" if isinstance(node, ast.BoolOp):
            rest = [one for at, one in enumerate(node.values) if at != mutant.part]
            _replace(tree, node, rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest))
        case "always" | "never" if isinstance(node, ast.If | ast.IfExp):
            node.test = ast.Constant(mutant.change == "always")
        case "always" | "never" if isinstance(node, ast.Return):
            node.value = ast.Constant(mutant.change == "always")
        case _:
            _replace(tree, node, ast.Constant(mutant.change == "always"))
    for one in ast.walk(tree):
        if isinstance(one, ast.stmt | ast.expr) and not hasattr(one, "lineno"):
            ast.copy_location(one, node)
    return ast.fix_missing_locations(tree)


def watched(source: str, call: str) -> ast.Module:
    """Return the tree of a module in whose functions each statement first calls `call` with the number of its line."""
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for node in {id(one): one for function in functions for one in ast.walk(function)}.values():
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list) and not isinstance(node, ast.ClassDef):
                setattr(node, name, [one for each in block for one in (_telling(call, each), each)])
    return ast.fix_missing_locations(tree)


def _telling(call: str, statement: ast.stmt) -> ast.stmt:
    told = ast.Expr(ast.Call(ast.Name(call, ast.Load()), [ast.Constant(statement.lineno)], []))
    return ast.copy_location(told, statement)


def _statements(node: ast.AST, line: int) -> Iterator[tuple[int, int]]:
    """Yield the line of the statement that each node stands in, by the identity of the node."""
    line = node.lineno if isinstance(node, ast.stmt) else line
    yield id(node), line
    for child in ast.iter_child_nodes(node):
        yield from _statements(child, line)


_Found = tuple[ast.stmt | ast.expr, str, int, tuple[int, ...]]


def _in_function(function: ast.FunctionDef) -> Iterator[_Found]:
    answers = isinstance(function.returns, ast.Name) and function.returns.id == "bool"
    alone = {id(one.body[0]) for one in ast.walk(function) if isinstance(one, ast.If) and len(one.body) == 1}
    for node in ast.walk(function):
        if isinstance(node, ast.If):
            yield from _branches(node)
            yield from _operands(node.test)
        elif isinstance(node, ast.IfExp):
            yield from _either(node, node.test)
        elif isinstance(node, ast.comprehension):
            for condition in node.ifs:
                yield condition, "always", 0, ()
                yield from _operands(condition)
        elif isinstance(node, ast.Return) and answers:
            if node.value is not None and not isinstance(node.value, ast.Constant):
                yield from _either(node, node.value)
        elif isinstance(node, ast.stmt) and id(node) not in alone:
            yield from _in_statement(node)


def _in_statement(node: ast.stmt) -> Iterator[_Found]:
    if isinstance(node, ast.Raise) and node.exc is not None:
        yield node, "deleted", 0, ()
    elif isinstance(node, ast.Assign) and _is_condition(node.value):
        yield from _operands(node.value)
    elif isinstance(node, ast.Expr) and _is_check(node.value):
        yield node, "deleted", 0, ()
    elif isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple):
        for part in range(len(node.iter.elts)):
            yield node.iter, "without", part, ()


def _either(node: ast.stmt | ast.expr, condition: ast.expr) -> Iterator[_Found]:
    yield node, "never", 0, ()
    yield node, "always", 0, ()
    yield from _operands(condition)


def _branches(node: ast.If) -> Iterator[_Found]:
    behind = tuple(range(node.body[0].lineno, (node.body[-1].end_lineno or node.body[-1].lineno) + 1))
    yield node, "never", 0, behind
    if not isinstance(node.body[-1], ast.Raise):
        yield node, "always", 0, ()


def _operands(condition: ast.expr) -> Iterator[_Found]:
    """Yield the operands within a condition, and its comparisons with what has a name in capitals."""
    for node in _within(condition):
        if isinstance(node, ast.BoolOp):
            for part in range(len(node.values)):
                yield node, "without", part, ()
        elif isinstance(node, ast.Compare) and node is not condition and len(node.ops) == 1:
            sides = (node.left, node.comparators[0])
            if any(_NAMED.match(_last_name(side)) for side in sides):
                yield node, "always" if isinstance(node.ops[0], _LETS_PASS) else "never", 0, ()


def _within(condition: ast.expr) -> Iterator[ast.expr]:
    yield condition
    if isinstance(condition, ast.BoolOp):
        inner = condition.values
    elif isinstance(condition, ast.UnaryOp) and isinstance(condition.op, ast.Not):
        inner = [condition.operand]
    elif isinstance(condition, ast.Call) and _last_name(condition.func) in ("any", "all"):
        inner = [one.elt for one in condition.args if isinstance(one, ast.GeneratorExp)]
    else:
        inner = []
    for one in inner:
        yield from _within(one)


def _is_condition(value: ast.expr) -> bool:
    """Tell a condition that gets a name from `given or default`."""
    if not isinstance(value, ast.BoolOp):
        return False
    return any(isinstance(one, ast.Compare | ast.UnaryOp) for one in value.values)


def _is_check(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and _CALLED.match(_last_name(value.func)) is not None


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _shown(node: ast.stmt | ast.expr, part: int, change: str) -> str:
    if isinstance(node, ast.If | ast.IfExp):
        said = f"if {ast.unparse(node.test)}"
    elif isinstance(node, ast.Tuple):
        said = f"{ast.unparse(node.elts[part])}  (of: for)"
    elif isinstance(node, ast.BoolOp) and change == "without":
        word = " and " if isinstance(node.op, ast.And) else " or "
        return f"{ast.unparse(node.values[part])[:_LONGEST]}  (of: {word.strip()})"
    else:
        said = ast.unparse(node)
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"


def _replace(tree: ast.Module, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list):
                value[:] = [new if one is old else one for one in value]
