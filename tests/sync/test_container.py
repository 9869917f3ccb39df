"""The container: every rule has both sides, and no bytes at all make the reader do worse than refuse."""

import hashlib
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from app.sync import members
from app.sync.container import ContainerReader, Member
from app.sync.errors import BundleError
from app.sync.members import Kind, parse_name
from app.sync.verification import read_bundle, verify
from tests.sync import scene

DIGEST = hashlib.sha256(b"photo").hexdigest()
ATTACHMENT = f"attachments/{DIGEST}"
ROSTER = f"rosters/{scene.HQ.node}/000001.json"
CHANGESET = f"changesets/{scene.EAST_UP}/00000001.jsonl"
HEAD = [("mimetype", members.MIMETYPE), ("manifest.json", b"{}" * 40), ("manifest.json.sig", b"s")]
START = scene.pack(HEAD).split(b"PK\x01\x02")[0]
GOOD = scene.pack([*HEAD, (ROSTER, b"[0]" * 40), (CHANGESET, b"line\n" * 40), (ATTACHMENT, b"photo")])


class Collector:
    """Keeps every member."""

    def __init__(self) -> None:
        self.found: dict[str, bytes] = {}
        self._name = ""

    def begin(self, member: Member) -> None:
        self._name = member.name.text
        self.found[self._name] = b""

    def packed(self, piece: bytes) -> None:
        """Only the plain bytes matter here."""

    def plain(self, piece: bytes) -> None:
        self.found[self._name] += piece

    def end(self) -> None:
        self._name = ""


def read(data: bytes, step: int = 0) -> dict[str, bytes]:
    """Read a container in pieces of `step` bytes, or whole."""
    collector = Collector()
    reader = ContainerReader(collector)
    for start in range(0, len(data), step or max(len(data), 1)):
        reader.write(data[start : start + step] if step else data)
    reader.close()
    return collector.found


def refusal(data: bytes) -> str:
    with pytest.raises(BundleError) as caught:
        read(data)
    return caught.value.code


@pytest.mark.parametrize("step", [0, 1, 7, 8192])
def test_members_come_back_whatever_the_pieces(step: int) -> None:
    found = read(GOOD, step)
    assert list(found) == ["mimetype", "manifest.json", "manifest.json.sig", ROSTER, CHANGESET, ATTACHMENT]
    assert (found[CHANGESET], found[ATTACHMENT]) == (b"line\n" * 40, b"photo")


def test_stock_library_reads_what_we_write_and_we_write_the_same_each_time() -> None:
    with zipfile.ZipFile(BytesIO(GOOD)) as stock:
        assert stock.testzip() is None
        assert {name: stock.read(name) for name in stock.namelist()} == read(GOOD)
    again = scene.pack([*HEAD, (ROSTER, b"[0]" * 40), (CHANGESET, b"line\n" * 40), (ATTACHMENT, b"photo")])
    assert again == GOOD


@pytest.mark.parametrize(
    ("system", "version", "mode"),
    [(0, 20, 0), (3, 20, 0o100644 << 16), (3, 30, 0o100755 << 16), (0, 63, 0), (3, 45, 0o600 << 16)],
)
def test_any_packer_of_plain_files_is_read(system: int, version: int, mode: int) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as ours, zipfile.ZipFile(packed, "w") as theirs:
        for entry in ours.infolist():
            entry.create_system, entry.create_version, entry.external_attr = system, version, mode
            theirs.writestr(entry, ours.read(entry.filename))
    assert read(packed.getvalue()) == read(GOOD)


@pytest.mark.parametrize("mode", [0o120777 << 16, 0o040755 << 16, 0o020644 << 16, 0o644 << 16 | 0x10])
def test_links_folders_and_devices_are_refused(mode: int) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as ours, zipfile.ZipFile(packed, "w") as theirs:
        for entry in ours.infolist():
            entry.external_attr = mode if entry.filename == ATTACHMENT else 0
            theirs.writestr(entry, ours.read(entry.filename))
    assert refusal(packed.getvalue()) == "refused:malformed"


def test_large_deflated_members_are_inflated_in_steps() -> None:
    content = b"".join(hashlib.sha256(bytes([number % 251])).hexdigest().encode() for number in range(40_000))
    data = scene.pack([*HEAD, (CHANGESET, content)])
    assert len(data) < len(content) / 3
    assert read(data, 8192)[CHANGESET] == content


def _local(at: int, form: str, value: int) -> Callable[[bytes], bytes]:
    """Change a field of both headers of the first member, so that only its value is wrong."""

    def change(data: bytes) -> bytes:
        changed = bytearray(data)
        struct.pack_into(form, changed, at, value)
        struct.pack_into(form, changed, data.index(b"PK\x01\x02") + at + 2, value)
        return bytes(changed)

    return change


def _central(at: int, form: str, value: int) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        changed = bytearray(data)
        struct.pack_into(form, changed, data.index(b"PK\x01\x02") + at, value)
        return bytes(changed)

    return change


def _end(at: int, form: str, value: int) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        changed = bytearray(data)
        struct.pack_into(form, changed, len(data) - 22 + at, value)
        return bytes(changed)

    return change


FAULTS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "prefix": (lambda data: b"x" + data, "refused:not-a-bundle"),
    "suffix": (lambda data: data + b"x", "refused:malformed"),
    "encryption flag": (_local(6, "<H", 1), "refused:malformed"),
    "data descriptor flag": (_local(6, "<H", 8), "refused:malformed"),
    "name encoding flag": (_local(6, "<H", 0x800), "refused:malformed"),
    "unknown method": (_local(8, "<H", 12), "refused:malformed"),
    "deflated mimetype": (_local(8, "<H", 8), "refused:malformed"),
    "newer version": (_local(4, "<H", 45), "refused:malformed"),
    "checksum": (_local(14, "<I", 0), "refused:malformed"),
    "two sizes": (_local(18, "<I", 3), "refused:malformed"),
    "extra field": (_local(28, "<H", 4), "refused:malformed"),
    "stored size": (_local(22, "<I", 41), "refused:malformed"),
    "empty name": (_local(26, "<H", 0), "refused:malformed"),
    "central checksum": (_central(16, "<I", 0), "refused:malformed"),
    "central comment": (_central(32, "<H", 1), "refused:malformed"),
    "central extra": (_central(30, "<H", 1), "refused:malformed"),
    "second volume": (_central(34, "<H", 1), "refused:malformed"),
    "directory": (_central(38, "<I", 0x10), "refused:malformed"),
    "offset": (_central(42, "<I", 1), "refused:malformed"),
    "end comment": (_end(20, "<H", 1), "refused:malformed"),
    "end count": (_end(10, "<H", 5), "refused:malformed"),
    "end size": (_end(12, "<I", 5), "refused:malformed"),
    "end offset": (_end(16, "<I", 5), "refused:malformed"),
    "end disk": (_end(4, "<H", 1), "refused:malformed"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_in_a_header_is_refused(fault: str) -> None:
    change, code = FAULTS[fault]
    assert refusal(change(GOOD)) == code


def test_links_are_refused_and_plain_unix_files_are_not() -> None:
    at = GOOD.index(b"PK\x01\x02")
    for mode, sound in ((0o100644, True), (0o120777, False), (0o060644, False)):
        changed = bytearray(GOOD)
        struct.pack_into("<H", changed, at + 4, 3 << 8 | 30)
        struct.pack_into("<I", changed, at + 38, mode << 16)
        if sound:
            assert read(bytes(changed)) == read(GOOD)
        else:
            assert refusal(bytes(changed)) == "refused:malformed"


def test_bytes_that_come_after_the_end_are_refused() -> None:
    reader = ContainerReader(Collector())
    reader.write(GOOD)
    with pytest.raises(BundleError):
        reader.write(b"x")


def test_a_later_entry_of_the_directory_is_an_entry() -> None:
    changed = bytearray(GOOD)
    changed[GOOD.rindex(b"PK\x01\x02") + 2] = 7
    assert refusal(bytes(changed)) == "refused:malformed"


def test_nothing_stands_between_members_and_directory() -> None:
    at = GOOD.index(b"PK\x01\x02")
    changed = bytearray(GOOD[:at] + b"junk" + GOOD[at:])
    struct.pack_into("<I", changed, len(changed) - 6, at + 4)
    assert refusal(bytes(changed)) == "refused:malformed"


@pytest.mark.parametrize("data", [b"", b"P", GOOD[:4], GOOD[:30], b"junk" + GOOD])
def test_beginnings_are_no_bundles(data: bytes) -> None:
    assert refusal(data) == "refused:not-a-bundle"


@pytest.mark.parametrize(
    "start",
    [[HEAD[1], HEAD[0]], [("mimetype", b"application/zip"), *HEAD[1:]], [("mimetype", b""), *HEAD[1:]]],
    ids=["manifest first", "other type", "no type"],
)
def test_other_zip_files_are_no_bundles(start: list[tuple[str, bytes]]) -> None:
    assert refusal(scene.pack(start)) == "refused:not-a-bundle"


@pytest.mark.parametrize(
    "order",
    [
        HEAD[:2],
        [HEAD[0], HEAD[2], HEAD[1]],
        [*HEAD, HEAD[1]],
        [*HEAD, (CHANGESET, b"x"), (ROSTER, b"x")],
        [*HEAD, (ATTACHMENT, b"x"), (CHANGESET, b"x")],
        [*HEAD, (ROSTER, b"x"), (ROSTER, b"x")],
        [*HEAD, ("extra.txt", b"x")],
    ],
    ids=["unsigned", "swapped", "repeated", "roster late", "attachment early", "twice", "unknown"],
)
def test_order_and_names_are_fixed(order: list[tuple[str, bytes]]) -> None:
    assert refusal(scene.pack(order)) == "refused:malformed"


NAMES = [
    "../attachments/" + DIGEST,
    "/etc/passwd",
    "C:\\x",
    "attachments\\" + DIGEST,
    "attachments/" + DIGEST.upper(),
    "attachments/" + DIGEST + ":ads",
    "attachments/" + DIGEST + "/",
    "attachments/" + DIGEST + "\n",
    "attachments/CON",
    "attachments/",
    "ATTACHMENTS/" + DIGEST,
    "mimetype.sig",
    f"rosters/{scene.HQ.node}/1.json",
    f"rosters/{scene.HQ.node}/000000.json",
    f"rosters/{scene.HQ.node}/000001.jsonl",
    f"rosters/{scene.HQ.node.upper()}/000001.json",
    f"changesets/{scene.EAST_UP}/00000000.jsonl",
    f"changesets/{scene.EAST_UP}/1.jsonl",
    f"changesets/{scene.EAST_UP}/00000001.json",
    f"changesets/{scene.EAST.node}/{scene.EPOCH}/fhq.laptop/00000001.jsonl",
    f"changesets/{scene.EAST.node}/{scene.EPOCH}/fhq..up/00000001.jsonl",
    f"changesets/{scene.EAST.node}/{scene.EPOCH}/../00000001.jsonl",
    f"changesets/{scene.EAST.node}/{scene.EPOCH}/a.b.c.d.e.up/00000001.jsonl",
]


@pytest.mark.parametrize("name", NAMES)
def test_other_names_are_refused(name: str) -> None:
    assert refusal(scene.pack([*HEAD, (name, b"x")])) == "refused:malformed"


def test_names_are_taken_apart() -> None:
    name = parse_name(CHANGESET + ".sig")
    assert (name.kind, name.is_signature, name.stream, name.number) == (
        Kind.CHANGESET,
        True,
        scene.EAST_UP,
        1,
    )
    assert parse_name(ROSTER).issuer == scene.HQ.node
    assert parse_name(ATTACHMENT).digest == DIGEST


def test_a_packer_says_text_or_nothing_of_a_member() -> None:
    """Of the internal attributes only the first bit has a meaning; our own packer leaves it out."""
    at = GOOD.rindex(ATTACHMENT.encode()) - 46
    for internal, attributes, passes in ((0, 0, True), (1, 0o100644 << 16, True), (2, 0o100644 << 16, False)):
        changed = bytearray(GOOD)
        struct.pack_into("<H", changed, at + 4, 3 << 8 | 20)
        struct.pack_into("<HI", changed, at + 36, internal, attributes)
        if passes:
            assert read(bytes(changed))
        else:
            assert refusal(bytes(changed)) == "refused:malformed"


def test_members_and_manifest_agree(tmp_path: Path) -> None:
    found = scene.members_of(scene.chain(1))
    path = tmp_path / "a.liaison"
    listed = dict(list(found.items())[:-1])
    for broken in (
        scene.assemble(found, members=scene.manifest_of(listed)["members"]),
        scene.assemble(listed, members=scene.manifest_of(found)["members"]),
    ):
        path.write_bytes(broken)
        with read_bundle(path) as checked, pytest.raises(BundleError) as caught:
            verify(checked)
        assert caught.value.code == "refused:malformed"
