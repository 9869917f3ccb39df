"""Vectors with one fault in the container, a name, the manifest, a signature or the age header."""

import struct

from app.domain import canonical
from app.sync.members import MIMETYPE, attachment_name
from app.sync.sshsig import NAMESPACE_BUNDLE, NAMESPACE_CHANGESET
from tests.sync import scene
from tests.sync.scene import EAST, EAST_UP, HQ, WEST
from tests.vectors.cases import Vector, assembled, refused, written

CENTRAL = b"PK\x01\x02"
INTRO = b"age-encryption.org/v1\n"
STANZA = b"-> X25519 " + b"A" * 43 + b"\n" + b"B" * 43 + b"\n"
MAC = b"--- " + b"C" * 43 + b"\n"
SOUND = scene.members_of(scene.chain(1))


def container_cases() -> list[Vector]:
    """Return the vectors."""
    return [*_container(), *_names(), *_manifest(), *_signatures(), *_age()]


def _poked(data: bytes, at: int, form: str, value: int, *, central: bool = True) -> bytes:
    """Change a field of the first local header, and in the central directory too unless that is the fault."""
    changed = bytearray(data)
    struct.pack_into(form, changed, at, value)
    if central:
        struct.pack_into(form, changed, data.index(CENTRAL) + at + 2, value)
    return bytes(changed)


def _resized(data: bytes, by: int) -> bytes:
    """Let the manifest claim that it unpacks to so many bytes more."""
    changed = bytearray(data)
    local = data.index(b"PK\x03\x04", 1)
    central = data.index(CENTRAL, data.index(CENTRAL) + 1)
    size = struct.unpack_from("<I", data, local + 22)[0] + by
    struct.pack_into("<I", changed, local + 22, size)
    struct.pack_into("<I", changed, central + 24, size)
    return bytes(changed)


def _linked(data: bytes) -> bytes:
    """Say in the directory that the first member is a symbolic link of a Unix system."""
    changed = bytearray(data)
    at = data.index(CENTRAL)
    struct.pack_into("<H", changed, at + 4, 3 << 8 | 20)
    struct.pack_into("<I", changed, at + 38, 0o120777 << 16)
    return bytes(changed)


def _container() -> list[Vector]:
    good = written(scene.chain(1))
    end = good.index(b"PK\x05\x06")
    directory = good.index(CENTRAL)
    twice = [*_head(SOUND).items(), *SOUND.items(), list(SOUND.items())[-1]]
    return [
        refused("container-prefix", "a byte before the first member", b"\n" + good, "not-a-bundle"),
        refused("container-suffix", "a byte after the end record", good + b"\n", "malformed"),
        refused("container-cut", "the last byte is missing", good[:-1], "malformed"),
        refused("container-no-directory", "the central directory is missing", good[:directory], "malformed"),
        refused(
            "container-encrypted-flag",
            "the first member claims encryption",
            _poked(good, 6, "<H", 1),
            "malformed",
        ),
        refused(
            "container-descriptor-flag", "sizes after the content", _poked(good, 6, "<H", 8), "malformed"
        ),
        refused("container-zip64-version", "needs version 4.5", _poked(good, 4, "<H", 45), "malformed"),
        refused("container-checksum", "a wrong CRC-32", _poked(good, 14, "<I", 1), "malformed"),
        refused(
            "container-local-differs",
            "local date and central date differ",
            _poked(good, 12, "<H", 0x5555, central=False),
            "malformed",
        ),
        refused(
            "container-comment",
            "a comment after the end record",
            _poked(good, end + 20, "<H", 1, central=False) + b"x",
            "malformed",
        ),
        refused(
            "container-size-short",
            "the manifest unpacks to more than it says",
            _resized(good, -1),
            "malformed",
        ),
        refused(
            "container-size-long", "the manifest unpacks to less than it says", _resized(good, 1), "malformed"
        ),
        refused("container-link", "the first member is a symbolic link", _linked(good), "malformed"),
        refused("container-twice", "one name twice", scene.pack(twice), "malformed"),
        refused(
            "container-deflated-signature",
            "a signature is deflated",
            assembled(scene.chain(1), deflate=lambda name: name.endswith(".sig")),
            "malformed",
        ),
        refused(
            "container-unsigned",
            "the manifest's signature is missing",
            scene.pack(list(_head(SOUND).items())[:2]),
            "malformed",
        ),
        refused(
            "container-order",
            "an attachment before a changeset",
            scene.pack([*_head(SOUND).items(), (attachment_name("0" * 64), b""), *SOUND.items()]),
            "malformed",
        ),
        refused(
            "container-mimetype",
            "another content of mimetype",
            scene.assemble(SOUND, mimetype=b"application/vnd.liaison-logbook.bundle+zap"),
            "not-a-bundle",
        ),
    ]


def _head(members: dict[str, bytes]) -> dict[str, bytes]:
    """Return the first three members of a sound bundle."""
    manifest = canonical.encode(scene.manifest_of(members))
    signature = EAST.sign(manifest, namespace=NAMESPACE_BUNDLE)
    return {"mimetype": MIMETYPE, "manifest.json": manifest, "manifest.json.sig": signature}


def _names() -> list[Vector]:
    names = {
        "climbs": "../attachments/" + "0" * 64,
        "absolute": "/attachments/" + "0" * 64,
        "backslash": "attachments\\" + "0" * 64,
        "upper-case": "attachments/" + "A" * 64,
        "reserved": "attachments/CON",
        "drive": "C:attachments/" + "0" * 64,
        "other-stream": "attachments/" + "0" * 64 + ":ads",
        "nul": "attachments/" + "0" * 64 + "\0",
        "folder": "attachments/",
        "unknown": "notes.txt",
        "laptop": f"changesets/{EAST.node}/{scene.EPOCH}/fhq.laptop/00000001.jsonl",
        "number-zero": f"changesets/{EAST_UP}/00000000.jsonl",
        "number-short": f"changesets/{EAST_UP}/1.jsonl",
    }
    return [
        refused(f"name-{word}", f"a member named {name}", scene.assemble({**SOUND, name: b"x"}), "malformed")
        for word, name in names.items()
    ]


def _manifest() -> list[Vector]:
    sound = scene.manifest_of(SOUND)
    text = canonical.encode(sound)
    bodies = {
        "space": text.replace(b'"app":', b'"app": '),
        "unsorted": text.replace(b'{"app":"1.0.0",', b"{").replace(
            b'"wants":[]', b'"wants":[],"app":"1.0.0"'
        ),
        "repeated-key": text.replace(b'{"app":"1.0.0"', b'{"app":"1.0.0","app":"1.0.0"'),
        "escape": text.replace(b"UNCLASSIFIED", b"\\u0055NCLASSIFIED"),
        "fraction": text.replace(b'"schema":7', b'"schema":7.0'),
        "unknown-key": canonical.encode({**sound, "zzz": 1}),
        "missing-key": canonical.encode({key: value for key, value in sound.items() if key != "have"}),
        "format-zero": canonical.encode({**sound, "format": 0}),
        "format-of-trials": canonical.encode({**sound, "format": 1}),
        "no-such-day": canonical.encode({**sound, "created_at": "2026-02-30T00:00:00.000Z"}),
        "repeated-recipient": canonical.encode({**sound, "to": [HQ.node, HQ.node]}),
        "stream-key": canonical.encode({**sound, "have": {"x": {"seq": 1, "digest": "0" * 16}}}),
        "part": canonical.encode({**sound, "part": {"series": scene.SERIES, "number": 3, "of": 2}}),
        "missing-member": canonical.encode(scene.manifest_of({**SOUND, attachment_name("0" * 64): b""})),
        "unnamed-member": canonical.encode(scene.manifest_of(dict(list(SOUND.items())[1:]))),
    }
    found = [
        refused(
            f"manifest-{word}",
            f"a manifest with the fault: {word}",
            scene.assemble(SOUND, manifest=body),
            "malformed",
        )
        for word, body in bodies.items()
    ]
    name = list(SOUND)[-1]
    wrong = [{**one, "sha256": "0" * 64} if one["name"] == name else one for one in sound["members"]]
    stray = {**SOUND, attachment_name("0" * 64): b"other"}
    swapped = scene.members_of(scene.chain(1, first=40))
    return [
        *found,
        refused(
            "digest-member",
            "a member is not what the manifest names",
            scene.assemble(SOUND, manifest=canonical.encode({**sound, "members": wrong})),
            "digest-mismatch",
        ),
        refused(
            "digest-swapped",
            "a changeset and its signature stand in the place of others that the manifest names",
            scene.assemble(swapped, manifest=text),
            "digest-mismatch",
        ),
        refused(
            "digest-attachment",
            "an attachment is not what its name says",
            scene.assemble(stray),
            "digest-mismatch",
        ),
    ]


def _signatures() -> list[Vector]:
    good = _head(SOUND)
    changed = {**good, "manifest.json": good["manifest.json"].replace(b"UNCLASSIFIED", b"CONFIDENTIAL")}
    unsigned = {name: content for name, content in SOUND.items() if not name.endswith("jsonl.sig")}
    name = next(name for name in SOUND if name.endswith("jsonl"))
    by_other = {**SOUND, f"{name}.sig": WEST.sign(SOUND[name], namespace=NAMESPACE_CHANGESET)}
    for_other = {**SOUND, f"{name}.sig": EAST.sign(SOUND[name], namespace="git")}
    roster = next(name for name in SOUND if name.startswith("rosters"))
    forged = {
        roster: SOUND[roster],
        f"{roster}.sig": EAST.sign(SOUND[roster], namespace="roster@liaison-logbook"),
    }
    return [
        refused(
            "signature-manifest",
            "the manifest was changed after it was signed",
            scene.pack([*changed.items(), *SOUND.items()]),
            "bad-signature",
        ),
        refused(
            "signature-maker",
            "signed by another node than the manifest names",
            scene.assemble(SOUND, by=WEST),
            "bad-signature",
        ),
        refused(
            "signature-purpose",
            "the manifest's signature is for another purpose",
            scene.assemble(SOUND, namespace=NAMESPACE_CHANGESET),
            "bad-signature",
        ),
        refused(
            "signature-missing", "a changeset without a signature", scene.assemble(unsigned), "bad-signature"
        ),
        refused(
            "signature-changeset-maker",
            "a changeset signed by another node",
            scene.assemble(by_other),
            "bad-signature",
        ),
        refused(
            "signature-changeset-purpose",
            "a changeset signed for another purpose",
            scene.assemble(for_other),
            "bad-signature",
        ),
        refused(
            "signature-roster",
            "a roster that its issuer did not sign",
            scene.assemble(forged),
            "bad-signature",
        ),
    ]


def _age() -> list[Vector]:
    return [
        refused("age-65", "65 recipients", INTRO + STANZA * 65 + MAC, "too-large"),
        refused(
            "age-header",
            "a header of more than 8 KiB",
            INTRO + STANZA + (b"B" * 64 + b"\n") * 130 + MAC,
            "too-large",
        ),
        refused(
            "age-passphrase",
            "a passphrase stanza that asks for 2^30 rounds",
            INTRO + b"-> scrypt " + b"A" * 22 + b" 30\n" + b"B" * 43 + b"\n" + MAC,
            "malformed",
        ),
        refused(
            "age-plugin",
            "a stanza of a plug-in",
            INTRO + STANZA + b"-> piv-p256 abcd\n" + b"B" * 43 + b"\n" + MAC,
            "malformed",
        ),
        refused("age-cut", "the header ends early", INTRO + STANZA[:20], "malformed"),
    ]
