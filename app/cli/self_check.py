"""The command `self-check`: the program proves on this machine that all its parts are there and work."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from app.cli.codes import DONE, FAILED
from app.cli.exits import RefusedError
from app.cli.session import Session

PATIENCE = 120
"""Seconds after which a window that has drawn nothing is given up."""
PASSPHRASE = "self-check"  # noqa: S105 - of a logbook that is gone a moment later


def self_check(session: Session) -> int:
    """Make a logbook, verify a bundle, write a PDF and open a window, each for a moment."""
    results: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="liaison-", ignore_cleanup_errors=True) as folder:
        for words, step in STEPS:
            start = perf_counter()
            fault = _fault_of(step, Path(folder))
            seconds = perf_counter() - start
            results.append({"step": words, "ok": not fault, "fault": fault, "seconds": round(seconds, 3)})
            if not session.as_json:
                said = (
                    f"failed {seconds:6.2f} s  {words}: {fault}"
                    if fault
                    else f"ok     {seconds:6.2f} s  {words}"
                )
                session.say(said)
    good = all(result["ok"] for result in results)
    if session.as_json:
        session.document({"ok": good, "steps": results})
    return DONE if good else FAILED


def _fault_of(step: Callable[[Path], None], folder: Path) -> str:
    """Run one step and return what is wrong; the later steps still run, so that all faults show at once."""
    # Loaded here because no other command needs it; the same holds for every import inside a step.
    from app.services.wording import sentence

    try:
        step(folder)
    except RefusedError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - a step may fail in any way, and the check goes on
        return f"{sentence(error)} ({type(error).__name__}: {error})"
    return ""


def _logbook(folder: Path) -> None:
    """Migrate an empty encrypted logbook, write to it, close it, and read it again."""
    from app.services import records, safety
    from app.services.desks import create_mission, open_desk

    path = folder / "logbook"
    with create_mission(
        path, mission="Self-check", unit_name="Force HQ", officer="Self-check", passphrase=PASSPHRASE
    ) as desk:
        made = records.put(
            desk, [records.Entry(kind="organisation", fields={"name": "Préfecture de l’Ouham"})]
        )
    with open_desk(path, PASSPHRASE) as desk:
        if records.show(desk, made.ids[0]).fields["name"] != "Préfecture de l’Ouham":
            raise RefusedError("What was saved was not read back.")
        if not records.search(desk, "prefecture ouham"):
            raise RefusedError("The search does not find what was saved.")
        if faults := safety.check(desk):
            raise RefusedError(faults[0])


def _vector(folder: Path) -> None:
    """Verify a bundle that another build of the program made, and refuse it with one bit changed."""
    from app.assets import resource
    from app.services import inspection

    vector, roster = resource("self-check", "vector.liaison"), resource("self-check", "roster.json")
    if faults := inspection.verify(vector, roster=roster):
        raise RefusedError(str(faults[0]))
    data = bytearray(vector.read_bytes())
    data[len(data) // 2] ^= 1
    forged = folder / "forged.liaison"
    forged.write_bytes(data)
    if not inspection.verify(forged, roster=roster):
        raise RefusedError("A changed bundle was taken for a good one.")


def _exchange(folder: Path) -> None:
    """Admit a unit, send it a signed and encrypted bundle, and read there what was sent."""
    from app.services import exchange, records, rosters
    from app.services.desks import open_desk

    unit, request = rosters.request_to_join(
        folder / "unit",
        unit_name="Unit",
        level="unit",
        officer="Self-check",
        passphrase=PASSPHRASE,
        out=folder / "unit.request",
    )
    with unit, open_desk(folder / "logbook", PASSPHRASE) as force:
        words = unit.identity.fingerprint
        records.put(force, [records.Entry(kind="place", fields={"name": "Aïn Arab"}, reach="branch")])
        welcome = rosters.admit(
            force, request=request, unit="fhq/unit", fingerprint=words, out=folder / "own.liaison.age"
        )
        (outcome,) = exchange.import_files(unit, [welcome.path], root_fingerprint=force.identity.fingerprint)
        if outcome.outcome != "applied" or records.count(unit, "place") != 1:
            raise RefusedError(f"What was sent did not arrive: {outcome.outcome}.")


def _pdf(folder: Path) -> None:
    """Write a report with the fonts that ship with the program."""
    from app.services import sitreps
    from app.services.desks import open_desk

    with open_desk(folder / "logbook", PASSPHRASE) as desk:
        ask = sitreps.Ask(type="weekly", until=datetime.now(UTC).date())
        data = sitreps.render(desk, sitreps.compose(desk, ask))
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-32:]:
        raise RefusedError("What was written is no PDF.")


def _picture(folder: Path) -> None:
    """Shrink a picture in a process of its own, and refuse it with its end cut off."""
    from app.assets import resource
    from app.services import photos

    content = resource("manual", "meeting.png").read_bytes()
    made = photos.prepare(photos.Source("meeting.png", lambda: content))
    if not isinstance(made, photos.Photo) or not made.developed.thumbnail:
        raise RefusedError("A sound picture was not taken for one.")
    try:
        photos.prepare(photos.Source("cut.png", lambda: content[: len(content) // 2]))
    except photos.PictureNotTakenError:
        return
    raise RefusedError("A broken picture was taken for a good one.")


def _window(folder: Path) -> None:
    """Start the desktop as a program of its own, without a screen, on the logbook made before, until it has drawn."""
    report, home = folder / "window", folder / "home"
    home.mkdir()
    env = {
        **os.environ,
        # The settings of the person who runs the check stay as they are.
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "QT_QPA_PLATFORM": "offscreen",
        "LIAISON_LOGBOOK": str(folder / "logbook"),
        "LIAISON_PASSPHRASE": PASSPHRASE,
        "LIAISON_START_REPORT": str(report),
    }
    if not getattr(sys, "frozen", False):
        env["PYTHONPATH"] = os.pathsep.join(
            [str(Path(__file__).resolve().parents[2]), env.get("PYTHONPATH", "")]
        )
    try:
        done = subprocess.run(_desktop(), env=env, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise RefusedError(f"The window had drawn nothing after {PATIENCE} seconds.") from None
    if done.returncode or not report.exists():
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["it said nothing"]
        raise RefusedError(f"The desktop ended with code {done.returncode}: {said[-1]}")


def _desktop() -> list[str]:
    """Return the words that start the desktop: the frozen program starts it when called alone."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "app"]


STEPS: tuple[tuple[str, Callable[[Path], None]], ...] = (
    ("makes an encrypted logbook and reads it again", _logbook),
    ("verifies a bundle and refuses a forged one", _vector),
    ("signs, encrypts and opens a bundle", _exchange),
    ("writes a PDF with its own fonts", _pdf),
    ("shrinks a picture in a process of its own", _picture),
    ("opens a window without a screen", _window),
)

COMMANDS = {"self-check": self_check}
