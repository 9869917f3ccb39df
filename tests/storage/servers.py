"""A PostgreSQL server of the tests' own: in a folder, reached by a socket, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

_DEBIAN = Path("/usr/lib/postgresql")
_QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"


def binary(name: str) -> str:
    """Return the path of one of the server's programs; raises FileNotFoundError where PostgreSQL is not installed."""
    found = shutil.which(name) or next(
        iter(sorted(map(str, _DEBIAN.glob(f"*/bin/{name}")), reverse=True)), None
    )
    if found is None:
        raise FileNotFoundError(
            f"{name}: install the package postgresql; make test does it on Debian as root"
        )
    return found


@contextmanager
def server() -> Iterator[str]:
    """Run a server and give the start of its addresses; the database's name goes where `{}` stands."""
    folder = Path(mkdtemp(prefix="pg-", dir="/tmp"))
    user = _owner(folder)
    data, log = folder / "data", folder / "log"
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} {_QUICK}"
    _run(
        user,
        binary("initdb"),
        "-D",
        str(data),
        "-U",
        "tests",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-locale",
        "-N",
    )
    try:
        _run(user, binary("pg_ctl"), "-D", str(data), "-l", str(log), "-o", options, "-w", "start")
        try:
            yield f"postgresql+psycopg://tests@/{{}}?host={folder}"
        finally:
            _run(user, binary("pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder)


def _owner(folder: Path) -> str | None:
    """Give the folder to somebody who is not root, for the server refuses to run as root; None where we are not."""
    if os.geteuid() != 0:
        return None
    names = [entry.pw_name for entry in pwd.getpwall()]
    user = "postgres" if "postgres" in names else "nobody"
    shutil.chown(folder, user)
    folder.chmod(0o755)
    return user


def _run(user: str | None, *command: str) -> None:
    identity = {} if user is None else {"user": user, "extra_groups": []}
    done = subprocess.run(
        command, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**os.environ, "LC_ALL": "C"}, check=False, **identity,
    )  # type: ignore[call-overload]  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout.decode()}")
