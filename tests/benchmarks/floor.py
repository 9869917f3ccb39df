"""The physical floor of an export and an import: only the bytes' own cost, no checks, no merge.

Records of 16 fields and photos of 100 kB; encrypted to one recipient; stored in SQLCipher with FTS5. Run as a
module it prints one JSON line with seconds and the peak memory in bytes.
"""

from __future__ import annotations

import hashlib
import os
import random
import sys
import tempfile
import zipfile
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec
import pyrage
from sqlcipher3 import dbapi2

from tests.benchmarks.content import PHOTO_BYTES, RECORDS, text
from tests.benchmarks.memory import peak_memory

FIELDS = [f"f{number}" for number in range(16)]
LONG = {"f9": 600, "f10": 200}
SHORT = 20
_KEY = "ab" * 32


def main(records: int, photos: int) -> dict[str, float]:
    """Measure both ways once, in a temporary folder."""
    lines = _lines(records)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        source = _source(folder, lines, photos)
        key = pyrage.x25519.Identity.generate()
        start = perf_counter()
        _export(source, folder, key)
        exported = perf_counter()
        _import(folder, key)
        imported = perf_counter()
    return {
        "export": exported - start,
        "import": imported - exported,
        "bytes": sum(map(len, lines)),
        "memory": peak_memory(),
    }


def _lines(records: int) -> list[bytes]:
    chance = random.Random(7)
    return [
        msgspec.json.encode(
            {
                "at": 1760000000000 + number,
                "by": "a",
                "fields": {name: text(chance, LONG.get(name, SHORT)) for name in FIELDS},
                "kind": "meeting",
                "parents": [],
                "record": f"{number:032x}",
            }
        )
        for number in range(records)
    ]


def _connect(path: Path) -> Any:
    connection = dbapi2.connect(str(path))
    for pragma in (f"key=\"x'{_KEY}'\"", "journal_mode=wal", "synchronous=full"):
        connection.execute(f"pragma {pragma}")
    return connection


def _source(folder: Path, lines: list[bytes], photos: int) -> Any:
    source = _connect(folder / "source.db")
    source.execute("create table revision(id integer primary key, line blob)")
    source.execute("create table blob(sha blob primary key, bytes blob)")
    with source:
        source.executemany("insert into revision(line) values(?)", [(line,) for line in lines])
        content = (os.urandom(PHOTO_BYTES) for _ in range(photos))
        source.executemany(
            "insert into blob values(?,?)", ((hashlib.sha256(one).digest(), one) for one in content)
        )
    return source


def _export(source: Any, folder: Path, key: Any) -> None:
    body = b"\n".join(row[0] for row in source.execute("select line from revision order by id"))
    hashlib.sha256(body).digest()
    with zipfile.ZipFile(folder / "bundle.zip", "w") as file:
        file.writestr("c.jsonl", body, zipfile.ZIP_DEFLATED, 1)
        for sha, content in source.execute("select sha, bytes from blob"):
            hashlib.sha256(content).digest()
            file.writestr("a/" + sha.hex(), content, zipfile.ZIP_STORED)
    pyrage.encrypt_file(str(folder / "bundle.zip"), str(folder / "bundle.age"), [key.to_public()])
    descriptor = os.open(folder / "bundle.age", os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def _import(folder: Path, key: Any) -> None:
    pyrage.decrypt_file(str(folder / "bundle.age"), str(folder / "opened.zip"), [key])
    file = zipfile.ZipFile(folder / "opened.zip")
    body = file.read("c.jsonl")
    hashlib.sha256(body).digest()
    rows = [msgspec.json.decode(line) for line in body.split(b"\n")]
    target = _target(folder)
    with target:
        target.executemany(
            "insert into blob values(?,?)",
            (
                (bytes.fromhex(name[2:]), file.read(name))
                for name in file.namelist()
                if name[0] == "a" and hashlib.sha256(file.read(name)).digest()
            ),
        )
    with target:
        target.executemany(
            "insert into revision(record,line) values(?,?)",
            [(row["record"], line) for row, line in zip(rows, body.split(b"\n"), strict=True)],
        )
        target.executemany(
            "insert into head values(?,?)", [(row["record"], number) for number, row in enumerate(rows)]
        )
        target.executemany(
            "insert into meeting values(?" + ",?" * len(FIELDS) + ")",
            [(row["record"], *row["fields"].values()) for row in rows],
        )
        target.executemany(
            "insert into fts(rowid,a,b) values(?,?,?)",
            [(number, row["fields"]["f9"], row["fields"]["f10"]) for number, row in enumerate(rows)],
        )


def _target(folder: Path) -> Any:
    target = _connect(folder / "target.db")
    target.execute("create table revision(id integer primary key, record text, line blob)")
    target.execute("create table head(record text primary key, rev int) without rowid")
    target.execute(f"create table meeting(id text primary key,{','.join(FIELDS)}) without rowid")
    target.execute("create table blob(sha blob primary key, bytes blob)")
    target.execute("create virtual table fts using fts5(a,b,content='')")
    return target


if __name__ == "__main__":
    counts = [int(word) for word in sys.argv[1:]]
    sys.stdout.buffer.write(msgspec.json.encode(main(*counts or (RECORDS, 1_000))) + b"\n")
