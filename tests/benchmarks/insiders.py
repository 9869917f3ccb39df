"""Hostile bundles below 1 MB of somebody who is admitted, sound up to what a real logbook makes of them.

Run as a module with the paths of a logbook and of bundles it imports them one after the other and prints one JSON line
for the last: outcome, first reason, seconds, and the peak memory in bytes.
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec

from app.domain.identifiers import format_moment
from app.domain.kinds import SCHEMA
from app.domain.loose_ends import MAX_LOOSE_ENDS
from app.domain.revisions import Revision, compose
from app.domain.rosters import End, Entry
from app.domain.scopes import Level, Reach, StreamKey
from app.services import exchange
from app.services.desks import create_unadmitted, open_desk
from app.storage.keys import PassphraseCost
from app.storage.rows import StoredRoster
from app.sync.changesets import Sealed
from app.sync.errors import TooLargeError
from app.sync.keys import NodeKeys
from app.sync.rosters import SignedRoster
from tests.benchmarks.memory import peak_memory
from tests.sync import scene
from tests.sync.scene import EAST, HQ

PASSPHRASE = "correct horse"
MOST_BYTES = 1_000_000
WRONG: dict[str, Any] = {"title": 7}
Members = dict[str, bytes]


class Insider(msgspec.Struct, frozen=True):
    """One hostile bundle: what it is called, its bytes, what must come of it, and what came before it."""

    name: str
    data: bytes
    outcome: str
    before: tuple[bytes, ...] = ()


def logbook(folder: Path) -> Path:
    """Make the logbook of the headquarters whose keys the tests know."""
    desk = create_unadmitted(
        folder, unit_name="Force HQ", level="force", officer="Col B. Ba", passphrase=PASSPHRASE,
        cost=PassphraseCost(passes=1, memory=8192),
    )  # fmt: skip
    held = scene.roster()
    with desk.logbook.writing() as writer:
        writer.set_secret("seed", HQ.seed)
        writer.set_secret("age", HQ.identity.encode())
        writer.set_meta(
            {
                "node": HQ.node,
                "mission": scene.MISSION,
                "root": HQ.node,
                "root_confirmed": "yes",
                "unit": "fhq",
            }
        )
        writer.put_roster(
            StoredRoster(
                issuer=HQ.node, version=1, body=held.data, signature=held.signature.decode(),
                received_at=format_moment(scene.NOW),
            )
        )  # fmt: skip
    desk.close()
    return folder


def stream(number: int = 1) -> StreamKey:
    """Return one of the streams that the sector may begin."""
    return StreamKey(EAST.node, f"{number:08x}", "fhq/east", Reach.UP)


def line(
    number: int, *, record: int = 0, parents: tuple[str, ...] = (), kind: str = "meeting", **fields: Any
) -> Revision:
    """Return revision `number` of a record of its own, or of the record named."""
    return compose(
        kind=kind, record=scene.record_id(record or number, kind=kind), parents=parents,
        salt="" if parents else scene.salt_of(record or number),
        at=scene.NOW + timedelta(milliseconds=number), officer=scene.OFFICER, officer_name="Maj A. Diallo",
        fields=fields or {"title": f"{number}"},
    )  # fmt: skip


def sealed(
    lines: list[Revision], at: StreamKey | None = None, seq: int = 1, prev: str | None = None
) -> Sealed:
    """Return a changeset of the present schema."""
    raw = [one.line for one in lines]
    return scene.changeset(raw, stream=at or stream(), seq=seq, prev=prev, schema=SCHEMA)


def bundle(members: Members, **manifest: Any) -> bytes:
    """Return a bundle of the present schema."""
    return scene.assemble(members, **{"schema": SCHEMA, **manifest})


def largest(make: Callable[[int], list[Sealed]], count: int) -> bytes:
    """Return the bundle with the greatest count up to the one given that stays below 1 MB and the limits."""
    while count:
        try:
            data = bundle(scene.members_of(make(count)))
        except TooLargeError:
            data = b" " * (MOST_BYTES * 10 // 9)
        if len(data) <= MOST_BYTES:
            return data
        count = count * MOST_BYTES * 98 // len(data) // 100
    raise ValueError("nothing of it fits")


def insiders() -> Iterator[Insider]:
    """Yield every family."""
    for name, (make, count, outcome) in FAMILIES.items():
        yield Insider(name, largest(make, count), outcome)
    yield from _of_manifests()
    yield from _of_rosters()
    yield _forks()
    yield _withdrawals()
    yield _attachments()
    yield _again()


def _wrong_at_the_end(count: int) -> list[Sealed]:
    return [sealed([*(line(n) for n in range(1, count)), line(count, **WRONG)])]


def _wrong_in_each(count: int) -> list[Sealed]:
    return [sealed([line(n), line(n + 10_000, **WRONG)], stream(n)) for n in range(1, count)]


def _long_wrong(count: int) -> list[Sealed]:
    noise = random.Random(1)
    text = "x" * 60_000
    lines = [line(n, facts=text, agenda=text, z=noise.randbytes(600).hex()) for n in range(1, count)]
    return [sealed([*lines, line(count, **WRONG)])]


def _many_rows(count: int, last: dict[str, Any] | None = None) -> list[Sealed]:
    noise = random.Random(1)
    people = [{"name": "Q", "person": scene.record_id(n)} for n in range(2_500)]
    lines = [line(n, participants=people, z=noise.randbytes(500).hex()) for n in range(1, count)]
    return [sealed([*lines, line(count, **(last or {"title": "x"}))])]


def _unknown_values(count: int) -> list[Sealed]:
    noise = random.Random(1)
    wide = [[0] * 20] * 900
    return [sealed([line(n, wide=wide, z=noise.randbytes(200).hex()) for n in range(1, count)])]


def _unknown_digests(count: int) -> list[Sealed]:
    noise = random.Random(1)
    files = [{"sha256": noise.randbytes(32).hex()} for _ in range(2_000)]
    return [
        sealed([line(n, kind="unheard", files=files, z=noise.randbytes(600).hex()) for n in range(1, count)])
    ]


def _chain(count: int) -> list[Sealed]:
    lines = [line(1, record=1)]
    for n in range(2, count):
        lines.append(line(n, record=1, parents=(lines[-1].id,)))
    return [sealed(lines)]


def _fan(count: int) -> list[Sealed]:
    first = line(1, record=1)
    return [sealed([first, *(line(n, record=1, parents=(first.id,)) for n in range(2, count))])]


def _fans(count: int) -> list[Sealed]:
    lines = []
    for record in range(1, count):
        first = line(record * 10)
        lines += [
            first,
            *(line(record * 10 + n, record=record * 10, parents=(first.id,)) for n in range(1, 10)),
        ]
    return [sealed(lines)]


def _guarded_ladder(count: int) -> list[Sealed]:
    """Return saves of one QIP in pairs, each on top of both before it, each with a state that has to be judged."""
    lines = [line(1, kind="qip", record=1, title="Borehole", state="idea")]
    heads: tuple[str, ...] = (lines[0].id,)
    for n in range(2, count, 2):
        pair = [line(n + m, kind="qip", record=1, parents=heads, state="idea", z=m) for m in (0, 1)]
        lines += pair
        heads = tuple(sorted(one.id for one in pair))
    return [sealed(lines)]


def _guarded_heads(count: int) -> list[Sealed]:
    """Return many heads of one QIP, and saves with a state on top of all of them."""
    first = line(1, kind="qip", record=1, title="Borehole", state="idea")
    heads = [line(n, kind="qip", record=1, parents=(first.id,), title=str(n)) for n in range(2, count)]
    parents = tuple(sorted(one.id for one in heads))
    tops = [line(9_000_000 + n, kind="qip", record=1, parents=parents, state="idea", z=n) for n in range(20)]
    return [sealed([first, *heads, *tops])]


def _many_parents(count: int) -> list[Sealed]:
    lines = [line(n, record=1) for n in range(1, 2_000)]
    parents = tuple(sorted(one.id for one in lines))
    return [sealed([*lines, *(line(10_000 + n, record=1, parents=parents, z=n) for n in range(count))])]


def _missing_parents(count: int) -> list[Sealed]:
    noise = random.Random(1)
    return [
        sealed(
            [
                line(n, parents=tuple(sorted(noise.randbytes(16).hex() for _ in range(4))))
                for n in range(1, count)
            ]
        )
    ]


def _tiny_changesets(count: int) -> list[Sealed]:
    found: list[Sealed] = []
    for n in range(1, count):
        found.append(sealed([line(n)], seq=n, prev=found[-1].digest if found else None))
    return found


def _withdrawn(count: int) -> list[Sealed]:
    return [
        sealed(
            [
                line(n + 500_000, record=n, parents=(line(n).id,), withdrawn={"reason": "x"})
                for n in range(1, count)
            ]
        )
    ]


def _folded(count: int) -> list[Sealed]:
    noise = random.Random(1)
    text = "ﷺ" * 20_000
    return [sealed([line(n, title=text, facts=text, z=noise.randbytes(400).hex()) for n in range(1, count)])]


def _unknown_kinds(count: int) -> list[Sealed]:
    return [sealed([line(n, kind="unheard") for n in range(1, count)])]


def _other_kinds(count: int) -> list[Sealed]:
    first = line(1, record=1)
    return [
        sealed(
            [
                first,
                *(line(n, kind="qip", record=1, parents=(first.id,), state="idea") for n in range(2, count)),
            ]
        )
    ]


def _streams_of_text(count: int) -> list[Sealed]:
    noise = random.Random(1)
    text = "x" * 60_000
    per = max(count // 4, 2)
    return [
        sealed(
            [line(s * 10_000 + n, facts=text, z=noise.randbytes(400).hex()) for n in range(1, per)], stream(s)
        )
        for s in range(1, 5)
    ]


FAMILIES: dict[str, tuple[Callable[[int], list[Sealed]], int, str]] = {
    "a wrong type behind 50,000 records": (_wrong_at_the_end, 50_000, "refused"),
    "a wrong type in each of many streams": (_wrong_in_each, 1_000, "refused"),
    "a wrong type behind 64 MiB of text": (_long_wrong, 540, "refused"),
    "a wrong type behind long tables": (lambda n: _many_rows(n, WRONG), 400, "refused"),
    "long tables of links": (_many_rows, 400, "applied"),
    "lists in unknown fields": (_unknown_values, 54, "applied"),
    "digests in unknown kinds": (_unknown_digests, 200, "applied"),
    "a record saved 50,000 times in a row": (_chain, 50_000, "refused"),
    "a record with 50,000 sides": (_fan, 50_000, "refused"),
    "records with ten sides each": (_fans, 5_000, "applied"),
    "states on a ladder": (_guarded_ladder, 50_000, "refused"),
    "states on a ladder, as long as allowed": (_guarded_ladder, 4_990, "applied"),
    "states on many heads": (_guarded_heads, 4_900, "applied"),
    "saves with 2,000 parents each": (_many_parents, 60, "applied"),
    "parents that nobody holds": (_missing_parents, 50_000, "applied"),
    "a thousand changesets": (_tiny_changesets, 1_000, "applied"),
    "text that folds to eighteen times its length": (_folded, 500, "applied"),
    "unknown kinds": (_unknown_kinds, 50_000, "applied"),
    "another kind in each save": (_other_kinds, 4_990, "applied"),
    "four streams of text": (_streams_of_text, 2_000, "applied"),
}


def _of_manifests() -> Iterator[Insider]:
    receipt = {
        f"{EAST.node}/{epoch:08x}/fhq.east.up": {"seq": epoch + 1, "digest": f"{epoch:016x}"}
        for epoch in range(49_999)
    }
    yield Insider("a long receipt", bundle({}, have=receipt), "nothing-new")
    wishes = [f"{number:064x}" for number in range(200_000)]
    yield Insider("a long list of wishes", bundle({}, wants=wishes), "nothing-new")


def _of_rosters() -> Iterator[Insider]:
    def entry(number: int, **changes: Any) -> Entry:
        keys = NodeKeys(hashlib.sha256(f"unit {number}".encode()).digest(), EAST.identity)
        return scene.entry(keys, f"fhq/east/unit-{number}", Level.UNIT, **changes)

    plain = [entry(number) for number in range(900)]
    yield Insider("a roster of 900 units", _roster_bundle([scene.roster(1, plain, by=EAST)]), "applied")
    ended = [
        entry(
            0,
            status="retired",
            last={f"{plain[0].node}/{epoch:08x}/fhq.east.up": End(1, "0" * 64) for epoch in range(25_000)},
        )
    ]
    yield Insider("a roster of 25,000 ends", _roster_bundle([scene.roster(1, ended, by=EAST)]), "applied")
    yield Insider(
        "a thousand rosters", _roster_bundle([scene.roster(version, plain[:1], by=EAST) for version in range(1, 800)]),
        "applied",
    )  # fmt: skip


def _roster_bundle(rosters: list[SignedRoster]) -> bytes:
    return bundle(scene.members_of([], [scene.roster(), *rosters]))


def _forks() -> Insider:
    """Return other changesets in the place of many that are held."""
    held = largest(lambda count: [sealed([line(n)], stream(n)) for n in range(1, count)], 700)
    others = largest(lambda count: [sealed([line(n + 10_000)], stream(n)) for n in range(1, count)], 700)
    return Insider("forks of many streams", others, "refused", (held,))


def _withdrawals() -> Insider:
    """Return the withdrawal of all that is there."""
    held = largest(lambda count: [sealed([line(n) for n in range(1, count)], stream(2))], 15_000)
    return Insider("everything withdrawn", largest(_withdrawn, 15_000), "held", (held,))


def _attachments() -> Insider:
    files = {hashlib.sha256(b"%d" % n).hexdigest(): b"%d" % n for n in range(2_500)}
    lines = [line(n, files=list(files)[n * 500 : n * 500 + 500]) for n in range(1, 5)]
    lines.append(line(9, files=list(files)[:500]))
    members = scene.members_of([sealed(lines)])
    return Insider(
        "attachments of a few bytes",
        bundle(members | {f"attachments/{digest}": body for digest, body in sorted(files.items())}), "applied",
    )  # fmt: skip


def _again() -> Insider:
    """Return one more save of a record that has as many sides of one node as it may have, less one."""
    first = line(1, record=1)
    heads = largest(
        lambda count: [sealed([first, *(line(n, record=1, parents=(first.id,)) for n in range(2, count))])],
        MAX_LOOSE_ENDS + 1,
    )
    more = bundle(scene.members_of([sealed([line(9_999_999, record=1, parents=(first.id,))], stream(2))]))
    return Insider("one more side of a record with many", more, "applied", (heads,))


def main(folder: Path, files: list[Path]) -> dict[str, Any]:
    """Import the files as a person does; the last one is measured."""
    with open_desk(folder, PASSPHRASE) as desk:
        for file in files[:-1]:
            exchange.import_files(desk, [file])
        before = peak_memory()
        start = perf_counter()
        (outcome,) = exchange.import_files(desk, files[-1:])
        seconds = perf_counter() - start
        return {
            "outcome": outcome.outcome,
            "reasons": [f"{one.code} {one.detail[:80]}" for one in outcome.reasons][:2],
            "seconds": seconds,
            "memory": peak_memory(),
            "before": before,
        }


if __name__ == "__main__":
    print(msgspec.json.encode(main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])).decode())
