"""A session: the options that every command shares, and what a command says with them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.exits import UsageFaultError
from app.cli.passphrases import ask, ask_new
from app.cli.progress import Bar, silent

if TYPE_CHECKING:
    from app.services.desks import Desk

SERVER_ADDRESS = "postgresql"
SHARED_OPTIONS = (
    "With every command, before or after it: --logbook PATH (or LIAISON_LOGBOOK); --passphrase-file FILE (or "
    "LIAISON_PASSPHRASE, or a prompt); --json for one JSON document; --quiet for no messages and no progress."
)


class Session:
    """What was asked for beside the command: the logbook, where its passphrase is, and how to answer."""

    def __init__(
        self,
        logbook: str | None = None,
        passphrase_file: Path | None = None,
        as_json: bool = False,
        quiet: bool = False,
    ) -> None:
        self.logbook = logbook
        self.passphrase_file = passphrase_file
        self.as_json = as_json
        self.quiet = quiet

    def address(self) -> str:
        """Return the logbook's folder or server address; raises UsageFaultError where none was named."""
        named = self.logbook or os.environ.get("LIAISON_LOGBOOK")
        if not named:
            raise UsageFaultError("Name the logbook with --logbook PATH or in LIAISON_LOGBOOK.")
        return named

    def logbook_named(self) -> bool:
        """Tell whether a logbook was named at all."""
        return bool(self.logbook or os.environ.get("LIAISON_LOGBOOK"))

    def place(self) -> Path | str:
        """Return the logbook's folder, or its server address as it is."""
        address = self.address()
        return address if address.startswith(SERVER_ADDRESS) else Path(address)

    def passphrase(self) -> str:
        """Return the passphrase of an existing logbook, from the file, the environment or a prompt."""
        return ask(self.passphrase_file)

    def new_passphrase(self) -> str:
        """Return the passphrase of a logbook that is about to be made; a prompt asks for it twice."""
        return ask_new(self.passphrase_file)

    def desk(self) -> Desk:
        """Open the logbook; a missing one is reported before anybody types a passphrase."""
        # Services are loaded by the command that needs them, which keeps the others quick to start.
        from app.services.desks import open_desk

        place = self.place()
        there = isinstance(place, str) or place.exists()
        desk = open_desk(place, self.passphrase() if there else "")
        for warning in desk.warnings:
            self.note(str(warning))
        return desk

    def say(self, text: str) -> None:
        """Print a line of the answer."""
        sys.stdout.write(plain(text) + "\n")

    def say_all(self, lines: Iterable[str]) -> None:
        """Print the lines of the answer."""
        for line in lines:
            self.say(line)

    def note(self, text: str) -> None:
        """Print a message beside the answer, on standard error, unless told to be quiet."""
        if not self.quiet:
            sys.stderr.write(plain(text) + "\n")
            sys.stderr.flush()

    def progress(self, words: str) -> Callable[..., None]:
        """Return what long work reports to: a bar on a terminal, nothing where the output is piped."""
        if self.quiet or not sys.stderr.isatty():
            return silent
        return Bar(words)

    def document(self, value: Any) -> None:
        """Print the one JSON document that `--json` promises."""
        import msgspec  # every command that gets here has it loaded; `--help` never needs it

        encoded = msgspec.json.format(msgspec.json.encode(value, enc_hook=str), indent=2)
        sys.stdout.write(encoded.decode("utf-8") + "\n")

    def documents(self, values: Iterable[Any]) -> None:
        """Print one JSON array, one element a line, without holding all of it in memory."""
        import msgspec  # see above

        between = "[\n"
        for value in values:
            sys.stdout.write(between + msgspec.json.encode(value, enc_hook=str).decode("utf-8"))
            between = ",\n"
        sys.stdout.write("[]\n" if between == "[\n" else "\n]\n")


def take_shared(words: list[str]) -> tuple[Session, list[str]]:
    """Split a command line into the session that its shared options ask for and the words that are left.

    They may stand before or after the command; of one given twice the last holds, and `--` ends them. They are taken
    here because the command line library would load its validation library, which takes longer than most commands.
    """
    session, own = Session(), []
    waiting = iter(words)
    for word in waiting:
        name, joined, value = word.partition("=")
        if word == "--":
            own += [word, *waiting]
        elif word == "--json":
            session.as_json = True
        elif word == "--quiet":
            session.quiet = True
        elif name in ("--logbook", "--passphrase-file"):
            given = value if joined else next(waiting, None)
            if not given:
                raise UsageFaultError(f"{name} needs a value.")
            if name == "--logbook":
                session.logbook = given
            else:
                session.passphrase_file = Path(given)
        else:
            own.append(word)
    return session, own


def plain(text: str) -> str:
    """Return text without control characters, so that no record or file name can steer the terminal."""
    if text.isprintable():
        return text
    return "".join(
        char if char in "\n\t" or ord(char) >= 160 or 32 <= ord(char) < 127 else "\ufffd" for char in text
    )
