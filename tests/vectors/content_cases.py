"""Vectors with one fault in the text of a changeset, a revision or a roster."""

from app.domain import canonical
from app.domain.revisions import MAX_LINE, MAX_SAVES
from app.sync.changesets import Sealed
from tests.sync import scene
from tests.sync.scene import HQ
from tests.vectors.cases import Vector, assembled, refused, spoiled

SEALED = scene.chain(1)[0]
LINE = SEALED.body.split(b"\n")[1]
STALE = b'"title":"Meeting 1 at the pr\xc3\xa9fecture"'


def content_cases() -> list[Vector]:
    """Return the vectors."""
    return [*_headers(), *_lines(), *_rosters(), *_large()]


def _with(old: bytes, new: bytes) -> Sealed:
    if old not in SEALED.body:
        raise ValueError(f"nothing to change: {old!r}")
    return spoiled(SEALED, SEALED.body.replace(old, new, 1))


def _headers() -> list[Vector]:
    faults = {
        "count": (b'"count":2', b'"count":3'),
        "sequence": (b'"seq":1', b'"seq":9223372036854775808'),
        "other-sequence": (b'"seq":1', b'"seq":2'),
        "other-unit": (b'"unit":"fhq/east"', b'"unit":"fhq/west"'),
        "previous": (b'"prev":null', b'"prev":"x"'),
        "laptop": (b'"reach":"up"', b'"reach":"laptop"'),
        "format-of-trials": (b'"format":2', b'"format":1'),
        "unknown-key": (b'"unit":"fhq/east"}', b'"unit":"fhq/east","zzz":1}'),
        "no-newline": (b"\n", b" "),
    }
    found = [
        refused(
            f"changeset-{word}",
            f"a changeset with the fault: {word}",
            assembled([_with(*fault)]),
            "malformed",
        )
        for word, fault in faults.items()
    ]
    cut = spoiled(SEALED, SEALED.body[:-1])
    lines = spoiled(SEALED, SEALED.body.replace(b"\n", b"\r\n"))
    return [
        *found,
        refused("changeset-cut", "the last line is not ended", assembled([cut]), "malformed"),
        refused("changeset-line-ends", "lines end as on Windows", assembled([lines]), "malformed"),
    ]


_RECORD = f'"record":"{scene.record_id(1)}'.encode()
_SALT = f',"salt":"{scene.salt_of(1)}"'.encode()


def _lines() -> list[Vector]:
    faults = {
        "fraction": (STALE, b'"cost":1.5'),
        "large-integer": (STALE, b'"cost":9007199254740992'),
        "minus-zero": (STALE, b'"cost":-0'),
        "not-a-number": (STALE, b'"cost":NaN'),
        "control": (STALE, b'"title":"bell\\u0007"'),
        "c1-control": (STALE, b'"title":"\xc2\x85"'),
        "not-nfc": (STALE, b'"title":"pre\xcc\x81fecture"'),
        "surrogate": (STALE, b'"title":"\\ud800"'),
        "invalid-utf-8": (STALE, b'"title":"\xff"'),
        "key-not-ascii": (STALE, b'"\xc3\xa9":1'),
        "repeated-key": (STALE, STALE + b"," + STALE),
        "deep": (STALE, b'"title":' + b"[" * 40 + b"]" * 40),
        "unknown-key": (b'"kind":"meeting"', b'"kind":"meeting","list":1'),
        "kind": (b'"kind":"meeting"', b'"kind":"sqlite master"'),
        "record": (_RECORD, _RECORD.upper().replace(b"RECORD", b"record")),
        "parents": (b'"parents":[]', b'"parents":["x"]'),
        "no-salt": (_SALT, b""),
        "short-salt": (_SALT, b',"salt":"1"'),
        "salt-later": (b'"parents":[]', b'"parents":["' + b"0" * 32 + b'"]'),
        "leap-second": (b"T09:31:00.000Z", b"T09:31:60.000Z"),
        "withdrawn": (STALE, b'"withdrawn":true'),
        "type": (STALE, b'"title":7'),
    }
    return [
        refused(
            f"revision-{word}", f"a revision with the fault: {word}", assembled([_with(*fault)]), "malformed"
        )
        for word, fault in faults.items()
    ]


def _rosters() -> list[Vector]:
    sound = canonical.decode(scene.roster(2).data)
    entries = sound["entries"]
    bodies = {
        "key": {
            **sound,
            "entries": [
                {**entries[0], "public_key": HQ.ssh_public_key},
                *entries[1:],
                {**entries[1], "node": "a" * 24},
            ],
        },
        "twice": {**sound, "entries": [*entries, entries[0]]},
        "status": {**sound, "entries": [{**entries[0], "status": "asleep"}, *entries[1:]]},
        "other-version": {**sound, "version": 3},
        "format-of-trials": {**sound, "format": 1},
    }
    name = f"rosters/{HQ.node}/000002.json"
    found = []
    for word, body in bodies.items():
        data = canonical.encode(body)
        members = {name: data, f"{name}.sig": HQ.sign(data, namespace="roster@liaison-logbook")}
        description = f"a roster with the fault: {word}"
        found.append(refused(f"roster-{word}", description, scene.assemble(members), "malformed"))
    return found


def _large() -> list[Vector]:
    long_text = _with(STALE, b'"title":"' + b"x" * 65_537 + b'"')
    long_line = _with(STALE, b",".join(b'"t%d":"%s"' % (number, b"x" * 60_000) for number in range(5)))
    return [
        refused("large-text", "a text of 64 KiB and a byte", assembled([long_text]), "too-large"),
        refused("large-revision", "a revision of more than 256 KiB", assembled([long_line]), "too-large"),
        refused("large-line", "a revision of 256 KiB and a byte", assembled([_one_byte_long()]), "too-large"),
        refused("large-saves", "5,001 revisions of one record", assembled([_often_saved()]), "too-large"),
        refused(
            "large-values",
            "a changeset of more than 1,200,000 values, two megabytes unpacked",
            assembled(
                [scene.changeset([scene.revision(one, many=[0] * 100_000).line for one in range(1, 14)])]
            ),
            "too-large",
        ),
        refused(
            "large-lists",
            "a changeset of more than 500,000 lists and objects",
            assembled(
                [scene.changeset([scene.revision(one, many=[[]] * 80_000).line for one in range(1, 8)])]
            ),
            "too-large",
        ),
        refused("large-roster", "a roster of more than 200,000 values", _long_roster(), "malformed"),
        refused(
            "large-composing",
            "a changeset of more than 8 MiB of lines with letters and accents that no single character stands for",
            assembled([scene.changeset([_composing(number) for number in range(1, 35)])]),
            "too-large",
        ),
        refused(
            "large-count",
            "a changeset of 50,001 revisions",
            assembled([_with(b'"count":2', b'"count":50001')]),
            "too-large",
        ),
    ]


def _one_byte_long() -> Sealed:
    texts = [b'"t%d":"%s"' % (number, b"x" * 60_000) for number in range(4)]
    room = MAX_LINE + 1 - len(LINE) + len(STALE) - len(b",".join(texts)) - len(b',"u":""')
    return _with(STALE, b",".join([*texts, b'"u":"%s"' % (b"x" * room)]))


def _often_saved() -> Sealed:
    return scene.changeset([scene.revision(number, record=1).line for number in range(1, MAX_SAVES + 2)])


def _composing(number: int) -> bytes:
    text = "".join(f"{part}{'q' + chr(0x301) * 300}" for part in range(105))
    return scene.revision(number, a=text, b=text, c=text, d=text).line


def _long_roster() -> bytes:
    sound = canonical.decode(scene.roster(2).data)
    data = canonical.encode({**sound, "entries": [*sound["entries"], *[0] * 200_000]})
    name = f"rosters/{HQ.node}/000002.json"
    return scene.assemble({name: data, f"{name}.sig": HQ.sign(data, namespace="roster@liaison-logbook")})
