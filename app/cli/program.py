"""The program: all commands under one name.

Commands are plain functions that take a `Session` first and return an exit code or nothing; the options that all of
them share stand in the session.
"""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer

from app import __version__
from app.cli import (
    conflicts,
    demo,
    enrolment,
    exchange,
    forks,
    logbooks,
    partners,
    reading,
    releasing,
    reports,
    self_check,
    sheets,
    sitreps,
    watching,
    writing,
)
from app.cli.codes import DONE
from app.cli.exits import report
from app.cli.session import SHARED_OPTIONS, Session, take_shared

MODULES = (
    demo,
    logbooks,
    enrolment,
    writing,
    reading,
    exchange,
    watching,
    conflicts,
    forks,
    partners,
    releasing,
    sitreps,
    reports,
    sheets,
    self_check,
)

COMPLETION = "_LIAISON_COMPLETE"
"""Set by a shell that asks how a command line could go on."""
HELP = ("-h", "--help")

Command = Callable[..., int | None]


def run(words: list[str]) -> int:
    """Run one command line and return the exit code; no error leaves as a traceback."""
    try:
        session, own = take_shared(words)
        return _invoke(session, own)
    except typer.TyperException as error:
        error.show()  # type: ignore[attr-defined]
        return int(getattr(error, "exit_code", 1))
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - the outermost layer: one sentence in place of a traceback
        return report(error)


def _invoke(session: Session, words: list[str]) -> int:
    """Run the command without the options for help and completion, unless they are asked for or it was used wrongly.

    With them every command would load the validation library of the command line, which takes longer than most.
    """
    asked = (
        not words or COMPLETION in os.environ or any(word in HELP or "-completion" in word for word in words)
    )
    try:
        return _call(session, words, explained=asked)
    except typer.TyperException:
        return _call(session, words, explained=True)


def _call(session: Session, words: list[str], *, explained: bool) -> int:
    return int(_program(explained)(words, prog_name="liaison", standalone_mode=False, obj=session) or DONE)


def _program(explained: bool) -> typer.Typer:
    program = typer.Typer(
        name="liaison",
        help="A logbook for civil-military coordination officers. Without a command: the desktop.",
        epilog=SHARED_OPTIONS,
        add_completion=explained,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": list(HELP) if explained else []},
    )
    program.callback()(_before)
    for module in MODULES:
        for name, function in module.COMMANDS.items():
            program.command(name, epilog=SHARED_OPTIONS)(_with_session(function))
    for name, functions in sheets.GROUPS.items():
        program.add_typer(_group(sheets.HELP[name], functions, explained), name=name)
    return program


def _group(words: str, functions: Mapping[str, Command], explained: bool) -> typer.Typer:
    """Return commands that share a first word."""
    group = typer.Typer(
        help=words,
        rich_markup_mode=None,
        no_args_is_help=explained,
        context_settings={"help_option_names": list(HELP) if explained else []},
    )
    for name, function in functions.items():
        group.command(name, epilog=SHARED_OPTIONS)(_with_session(function))
    return group


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"liaison {__version__}")
        raise typer.Exit


def _before(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_say_version)
    ] = False,
) -> None:
    """Take the options that stand before the command."""


def _with_session(function: Command) -> Command:
    """Return a command that takes its session from the context in place of an argument."""
    signature = inspect.signature(function, eval_str=True)
    own = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for name, parameter in signature.parameters.items()
        if name != "session"
    ]
    context = inspect.Parameter("context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)

    @functools.wraps(function)
    def command(**given: Any) -> int | None:
        return function(given.pop("context").obj, **given)

    parameters = [context, *own]
    command.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    del command.__wrapped__
    return command
