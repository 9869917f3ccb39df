"""The child process that decodes: what it may answer, how it may end, and what it never gets."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.pictures import decoding
from app.pictures.errors import (
    DecoderEndedError,
    DecoderMissingError,
    DecodingCancelledError,
    PictureDamagedError,
    PictureTooSlowError,
)
from app.pictures.messages import packed, unpacked
from tests.pictures import making
from tests.pictures.children import answers_with, told_to


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.abort()",
        "pass",
        "print('hello')",
        'import sys; sys.stdin.read(1); print(\'{"developed": {}, "sizes": [1]}\')',
        "import sys; sys.stdin.buffer.read(); sys.stdout.write('[' * 70000)",
        'import sys; sys.stdin.buffer.read(); sys.stdout.write(\'{"developed": "fine", "sizes": []}\\n\')',
    ],
    ids=["crash", "silence", "words", "short", "deep", "other-word"],
)
def test_a_child_that_ends_or_lies_gives_one_clear_cause(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told_to(code, monkeypatch)
    with pytest.raises(DecoderEndedError):
        decoding.develop(making.photo())
    assert decoding.shown([b"a", b"b", b"c"], 320) == (None, None, None)


SOUND = {
    "media": "image/jpeg", "size": [8, 6], "preview": [8, 6], "animated": False, "taken": "", "position": [1, 1]
}  # fmt: skip
SMALL = making.encoded(making.scene(8, 6), "JPEG")
BLOBS = (SMALL, SMALL, bytes(8 * 6 * 3), b"Exif\0\0MM")


def test_an_answer_that_is_as_it_should_be_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    answers_with(packed({"developed": SOUND}, BLOBS), monkeypatch)
    assert decoding.develop(SMALL).location == b"Exif\0\0MM"


@pytest.mark.parametrize(
    ("facts", "place", "blob"),
    [
        ({"media": "image/png"}, None, b""),
        ({"media": "text/html"}, None, b""),
        ({"size": "wide"}, None, b""),
        ({"preview": [8, 7]}, None, b""),
        ({"preview": [0, 0]}, 2, b""),
        ({"preview": [5000, 1]}, 2, bytes(15_000)),
        ({"position": None}, None, b""),
        ({}, 0, b"MZ a program"),
        ({}, 1, b"<svg/>"),
        ({}, 3, b"no block"),
        ({}, 3, b"Exif\0\0" + bytes(5000)),
    ],
)
def test_an_answer_with_one_thing_wrong_is_none(
    facts: dict[str, object], place: int | None, blob: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    blobs = [blob if at == place else one for at, one in enumerate(BLOBS)]
    answers_with(packed({"developed": SOUND | facts}, blobs), monkeypatch)
    with pytest.raises(DecoderEndedError):
        decoding.develop(SMALL)


def test_a_child_that_says_too_much_is_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MOST_ANSWERED", 100_000)
    told_to("import sys\nwhile True: sys.stdout.write('x' * 65536)", monkeypatch)
    with pytest.raises(DecoderEndedError):
        decoding.develop(making.photo())


def test_a_child_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "PATIENCE", 0.2)
    told_to("import threading; threading.Event().wait()", monkeypatch)
    with pytest.raises(PictureTooSlowError):
        decoding.develop(making.photo())
    assert decoding.shown([b"a"], 320) == (None,)


def test_a_child_that_is_killed_gives_one_clear_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    told_to(f"import os; os.kill(os.getpid(), {int(signal.SIGKILL)})", monkeypatch)
    with pytest.raises(DecoderEndedError):
        decoding.develop(making.photo())


def test_decoding_can_be_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    told_to("import threading; threading.Event().wait()", monkeypatch)
    wishes = iter([False, False])
    with pytest.raises(DecodingCancelledError):
        decoding.develop(making.photo(), lambda: next(wishes, True))
    assert next(wishes, None) is None


def test_a_child_that_cannot_be_started_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(decoding, "_command", lambda: [str(tmp_path / "nothing")])
    with pytest.raises(DecoderMissingError):
        decoding.develop(making.photo())


def test_the_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert decoding._command() == [sys.executable, decoding.SUBCOMMAND]


def test_the_hidden_word_starts_the_decoder_and_loads_neither_front_end() -> None:
    code = (
        "import sys; from app import bootstrap; code = bootstrap.main(['decode-pictures']);"
        "sys.exit(code or any(name.startswith(('PySide6', 'typer', 'sqlalchemy')) for name in sys.modules))"
    )
    message = packed({"edge": 64}, [making.photo()])
    done = subprocess.run([sys.executable, "-c", code], input=message, capture_output=True, check=True)
    head, blobs = unpacked(done.stdout)
    assert (head, len(blobs[0])) == ({"shown": [[64, 48]]}, 64 * 48 * 3)


def test_the_child_gets_no_secret_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIAISON_PASSPHRASE", "grey heron over the ford")
    told_to(
        "import os, sys; sys.stdin.buffer.read();"
        'sys.stdout.write(\'{"developed": "damaged", "sizes": []}\\n\') if \'LIAISON_PASSPHRASE\' not in os.environ'
        " else 0",
        monkeypatch,
    )
    with pytest.raises(PictureDamagedError):
        decoding.develop(making.photo())


@pytest.mark.parametrize(
    ("size", "jpeg"),
    [
        ([9, 6], SMALL),
        ([8, 7], SMALL),
        ([6, 8], SMALL),
        ("8x6", SMALL),
        (None, SMALL),
        ([8, 6], SMALL + b"more"),
    ],
)
def test_a_picture_for_paper_is_taken_only_with_the_size_that_is_told(
    size: object, jpeg: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers_with(packed({"shown": [[8, 6]]}, [SMALL]), monkeypatch)
    (taken,) = decoding.printed([SMALL], 64)
    assert taken is not None
    assert (taken.width, taken.height) == (8, 6)
    answers_with(packed({"shown": [size]}, [jpeg]), monkeypatch)
    assert decoding.printed([SMALL], 64) == (None,)


def test_no_picture_goes_onto_paper_that_is_larger_than_was_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wide = making.encoded(making.scene(decoding.MOST_EDGE + 1, 8), "JPEG")
    answers_with(packed({"shown": [[decoding.MOST_EDGE + 1, 8]]}, [wide]), monkeypatch)
    assert decoding.printed([SMALL], 64) == (None,)


@pytest.mark.parametrize(
    ("sizes", "blobs"),
    [
        ([[1, 1], [1, 1]], [b"rgb", b"rgb"]),
        ([], []),
        ([[1, 1]], [b"rgb", b"rgb"]),
        ([7], [b"rgb"]),
        ([["1", 1]], [b"rgb"]),
    ],
    ids=["one more", "none", "one more blob", "no size", "no number"],
)
def test_a_child_answers_one_picture_with_one(
    sizes: list[object], blobs: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers_with(packed({"shown": [[1, 1]]}, [b"rgb"]), monkeypatch)
    assert decoding.shown([SMALL], 64) == (decoding.Pixels(1, 1, b"rgb"),)
    answers_with(packed({"shown": sizes}, blobs), monkeypatch)
    assert decoding.shown([SMALL], 64) == (None,)


def test_no_child_is_started_for_nothing_or_for_what_is_no_longer_wanted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(decoding, "_command", lambda: [str(tmp_path / "nothing")])
    assert decoding.shown([], 64) == ()
    assert decoding.printed([], 64) == ()
    with pytest.raises(DecodingCancelledError):
        decoding.shown([SMALL], 64, lambda: True)


def test_the_child_cannot_take_more_memory_than_it_needs() -> None:
    code = (
        "from app.pictures import child; child._bind(); taken = []\n"
        "try:\n    taken = [bytes(child.MEMORY // 64) for _ in range(80)]\n"
        "except MemoryError:\n    print('no more')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout == "no more\n"


def test_the_child_cannot_write_a_file(tmp_path: Path) -> None:
    target = tmp_path / "written"
    code = (
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from app.pictures import child; child._bind()\n"
        f"open({str(target)!r}, 'wb', 0).write(b'plain')"
    )
    done = subprocess.run([sys.executable, "-c", code], stderr=subprocess.DEVNULL, check=False)
    assert done.returncode != 0
    assert not target.exists() or target.stat().st_size == 0
