"""The program: all commands under one name, each with the options that they share.

Shared options may stand before or after the command; the one after it wins. Commands are plain functions that
take a `Session` first and return an exit code or nothing.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from app import __version__
from app.cli import conflicts, demo, enrolment, exchange, logbooks, reading, self_check, sitreps, writing
from app.cli.codes import DONE
from app.cli.exits import report
from app.cli.session import Session

LogbookOption = Annotated[
    str | None, typer.Option("--logbook", metavar="PATH", help="The logbook's folder (or LIAISON_LOGBOOK).")
]
PassphraseOption = Annotated[
    Path | None,
    typer.Option("--passphrase-file", metavar="FILE", help="Holds the passphrase (or LIAISON_PASSPHRASE)."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
QuietOption = Annotated[bool, typer.Option("--quiet", help="No messages and no progress.")]
SHARED = {
    "shared_logbook": (LogbookOption, None),
    "shared_passphrase_file": (PassphraseOption, None),
    "shared_json": (JsonOption, False),
    "shared_quiet": (QuietOption, False),
}
MODULES = (demo, logbooks, enrolment, writing, reading, exchange, conflicts, sitreps, self_check)

Command = Callable[..., int | None]


def run(words: list[str]) -> int:
    """Run one command line and return the exit code; no error leaves as a traceback."""
    try:
        return int(_program()(words, prog_name="liaison", standalone_mode=False) or DONE)
    except typer.TyperException as error:
        error.show()  # type: ignore[attr-defined]
        return int(getattr(error, "exit_code", 1))
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - the outermost layer: one sentence in place of a traceback
        return report(error)


def _program() -> typer.Typer:
    program = typer.Typer(
        name="liaison",
        help="A logbook for civil-military coordination officers. Without a command: the desktop.",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    program.callback()(_before)
    for module in MODULES:
        for name, function in module.COMMANDS.items():
            program.command(name)(_with_shared_options(function))
    return program


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"liaison {__version__}")
        raise typer.Exit


def _before(
    context: typer.Context,
    logbook: LogbookOption = None,
    passphrase_file: PassphraseOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_say_version)
    ] = False,
) -> None:
    context.obj = Session(logbook, passphrase_file, as_json, quiet)


def _with_shared_options(function: Command) -> Command:
    """Return a command with the shared options in its signature, which hands them over as a session."""
    signature = inspect.signature(function, eval_str=True)
    own = [parameter for name, parameter in signature.parameters.items() if name != "session"]
    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hint)
        for name, (hint, default) in SHARED.items()
    ]
    context = inspect.Parameter("context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
    own = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]

    @functools.wraps(function)
    def command(**given: Any) -> int | None:
        outer = given.pop("context").obj
        inner = Session(*(given.pop(name) for name in SHARED))
        return function(inner.over(outer), **given)

    parameters = [context, *own, *shared]
    command.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    del command.__wrapped__
    return command
