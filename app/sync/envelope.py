"""The envelope: age v1 around a bundle, in one pass each way, with a gate before the library sees a file."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, Final, Protocol

import pyrage

from app.sync.errors import CannotDecryptError, MalformedError, NotABundleError, TooLargeError
from app.sync.keys import parse_identity, parse_recipient

AGE_INTRO: Final = b"age-encryption.org/v1\n"
ZIP_INTRO: Final = b"PK\x03\x04"
MAX_HEADER: Final = 8 * 1024
MAX_STANZAS: Final = 64
MAX_RECIPIENTS: Final = MAX_STANZAS - 2
"""Two stanzas are left: for the sender, and for the random one that libraries add to keep readers honest."""

_PIECE: Final = 1 << 20
# An argument-less look at each line is enough: what the gate lets pass, the library parses strictly.
_X25519 = re.compile(rb"-> X25519 [A-Za-z0-9+/]{43}")
_GREASE = re.compile(rb"-> [\x21-\x7e]{1,32}-grease(?: [\x21-\x7e]{1,64}){0,16}")
_BODY = re.compile(rb"[A-Za-z0-9+/]{0,64}")
_MAC = re.compile(rb"--- [A-Za-z0-9+/]{43}")


class PieceSink(Protocol):
    """What takes the decrypted bytes."""

    def write(self, piece: bytes) -> int:
        """Take the next bytes."""


def check_header(head: bytes) -> int:
    """Check the first 8 KiB of an age file; return the number of X25519 recipients; raise BundleError.

    Only X25519 stanzas pass, and the meaningless `…-grease` ones that libraries add: the cost of a header
    is quadratic in its stanzas, and a passphrase stanza can ask for gigabytes.
    """
    end = head.find(b"\n--- ")
    if end < 0 or (line_end := head.find(b"\n", end + 1)) < 0 or line_end >= MAX_HEADER:
        if len(head) < MAX_HEADER:
            raise MalformedError("the encrypted file ends within its header")
        raise TooLargeError(f"the header of the encrypted file has more than {MAX_HEADER} bytes")
    lines = head[len(AGE_INTRO) : line_end].split(b"\n")
    stanzas = [line for line in lines if line.startswith(b"->")]
    if len(stanzas) > MAX_STANZAS:
        raise TooLargeError(f"the encrypted file has more than {MAX_STANZAS} recipients")
    recipients = sum(1 for line in stanzas if _X25519.fullmatch(line))
    for line in lines[:-1]:
        if not any(form.fullmatch(line) for form in (_X25519, _GREASE, _BODY)):
            raise MalformedError("the encrypted file has a kind of recipient that is not allowed")
    if not _MAC.fullmatch(lines[-1]) or not lines[0].startswith(b"-> ") or not recipients:
        raise MalformedError("the header of the encrypted file is damaged")
    return recipients


def is_encrypted(file: IO[bytes]) -> bool:
    """Tell an age file, whose header is then checked, from a plain container; raise for anything else."""
    file.seek(0)
    head = file.read(MAX_HEADER)
    file.seek(0)
    if head.startswith(AGE_INTRO):
        check_header(head)
        return True
    if head.startswith(ZIP_INTRO):
        return False
    raise NotABundleError("the file is neither a bundle nor an encrypted bundle")


def pour(file: IO[bytes], sink: PieceSink, identities: Sequence[str]) -> bool:
    """Write the plain bytes of the file to the sink, from its beginning; return whether it was encrypted.

    Nothing is kept: the sink sees each piece once, and checks it. Raises BundleError and what the sink does.
    """
    if not is_encrypted(file):
        while piece := file.read(_PIECE):
            sink.write(piece)
        return False
    if not identities:
        raise CannotDecryptError("the bundle is encrypted, and no key was given")
    source = _Source(file)
    try:
        pyrage.decrypt_io(source, sink, [parse_identity(text) for text in identities])
    except pyrage.DecryptError as error:
        if source.failure is not None:
            raise source.failure from error
        if "No matching keys" in str(error):
            raise CannotDecryptError("the bundle was encrypted for others") from error
        raise MalformedError("the encrypted file is damaged") from error
    except OSError as error:
        if source.failure is not None or error.errno is not None:
            raise
        raise MalformedError("the encrypted file is damaged or cut off") from error
    return True


def enclose(pieces: Iterable[bytes], target: PieceSink, recipients: Sequence[str]) -> None:
    """Encrypt the pieces to the recipients (`age1…`) and write the age file to `target`."""
    if len(set(recipients)) > MAX_RECIPIENTS + 1:
        raise TooLargeError(f"more than {MAX_RECIPIENTS} recipients")
    source, drain = _Pieces(iter(pieces)), _Drain(target)
    try:
        pyrage.encrypt_io(source, drain, [parse_recipient(text) for text in dict.fromkeys(recipients)])
    except (pyrage.EncryptError, OSError) as error:
        raise source.failure or drain.failure or error from error


class _Source:
    """A file whose own failure is remembered: the library would turn it into one about decryption."""

    def __init__(self, file: IO[bytes]) -> None:
        self._read: Callable[[int], bytes] = file.read
        self.failure: OSError | None = None

    def read(self, count: int) -> bytes:
        """Return the next bytes."""
        try:
            return self._read(count)
        except OSError as error:
            self.failure = error
            raise


class _Drain:
    """A target whose own failure is remembered: the library would turn it into one about encryption."""

    def __init__(self, target: PieceSink) -> None:
        self._target = target
        self.failure: OSError | None = None

    def write(self, piece: bytes) -> int:
        """Pass the bytes on."""
        try:
            return self._target.write(piece)
        except OSError as error:
            self.failure = error
            raise

    def flush(self) -> None:
        """Do nothing: the owner of the target flushes it."""


class _Pieces:
    """Pieces of any size, read as a file; remembers what went wrong in making them."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._current = b""
        self._at = 0
        self.failure: BaseException | None = None

    def read(self, count: int) -> bytes:
        """Return up to so many bytes; nothing at the end."""
        while self._at == len(self._current):
            try:
                self._current = next(self._pieces)
            except StopIteration:
                return b""
            except BaseException as error:
                self.failure = error
                raise
            self._at = 0
        piece = self._current[self._at : self._at + count]
        self._at += len(piece)
        return piece
