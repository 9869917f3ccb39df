"""Writing bundles: whole or not at all, always the same bytes, and readable by stock tools."""

import hashlib
import subprocess
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain import canonical
from app.domain.rosters import Entry
from app.domain.scopes import Level
from app.sync import container_writing, members
from app.sync.bundles import Attached, Carried
from app.sync.changesets import Sealed
from app.sync.errors import BundleError, DigestMismatchError, TooLargeError
from app.sync.keys import node_id
from app.sync.planning import Outcome, plan
from app.sync.sshsig import parse_public_key_line
from app.sync.verification import read_bundle, verify
from tests.sync import scene
from tests.sync.scene import EAST, HQ, UNIT, UNIT_UP, Held

PHOTO = scene.attached(bytes(range(256)) * 400)


def changesets() -> list[Sealed]:
    """Return what a sector brings up: its own and its unit's."""
    own = scene.changeset([scene.revision(1, attachments=[PHOTO.sha256]).line])
    return [own, *scene.chain(2, by=UNIT, stream=UNIT_UP, first=20)]


def run(*command: str, cwd: Path, given: bytes = b"") -> bytes:
    """Run a stock tool and return what it prints; fail the test where it fails."""
    return subprocess.run(command, cwd=cwd, input=given, capture_output=True, check=True).stdout


def test_same_contents_give_the_same_file(tmp_path: Path) -> None:
    one = scene.write(tmp_path / "a.liaison", changesets(), attachments=[PHOTO])
    other = scene.write(tmp_path / "b.liaison", reversed(changesets()), attachments=[PHOTO])
    assert one.path.read_bytes() == other.path.read_bytes()
    assert (one.size, one.sha256) == (
        one.path.stat().st_size,
        hashlib.sha256(one.path.read_bytes()).hexdigest(),
    )


def lost() -> bytes:
    raise OSError(5, "the store cannot be read")


@pytest.mark.parametrize("recipients", [None, [HQ.recipient]], ids=["plain", "encrypted"])
@pytest.mark.parametrize(
    ("read", "error"),
    [(lost, OSError), (lambda: b"other", DigestMismatchError)],
    ids=["store fails", "store lies"],
)
def test_after_an_error_the_old_file_stands_and_nothing_is_left(
    tmp_path: Path, recipients: list[str] | None, read: Callable[[], bytes], error: type[Exception]
) -> None:
    path = tmp_path / "a.liaison"
    path.write_bytes(b"before")
    broken = Attached("0" * 64, 5, read)
    with pytest.raises(error):
        scene.write(path, changesets(), attachments=[PHOTO, broken], recipients=recipients)
    assert [one.name for one in tmp_path.iterdir()] == ["a.liaison"]
    assert path.read_bytes() == b"before"


def test_attachments_beyond_the_limit_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(TooLargeError):
        scene.write(tmp_path / "a.liaison", [], attachments=[Attached("0" * 64, 50 * 2**20 + 1, lost)])


def test_texts_that_a_reader_could_not_keep_are_refused_on_both_sides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = scene.write(tmp_path / "a.liaison", changesets(), attachments=[PHOTO]).path
    monkeypatch.setattr(members, "MAX_TEXTS", 2000)
    with pytest.raises(TooLargeError), read_bundle(path):
        pass
    monkeypatch.setattr(container_writing, "MAX_TEXTS", 1000)
    with pytest.raises(TooLargeError):
        scene.write(tmp_path / "b.liaison", changesets())


def test_changesets_are_asked_for_when_their_turn_comes(tmp_path: Path) -> None:
    asked = []
    sealed = changesets()

    def carried(one: Sealed) -> Carried:
        def read() -> bytes:
            asked.append(one.digest)
            return one.body

        return Carried(one.header.stream, one.header.seq, len(one.body), one.digest, one.signature, read)

    scene.write(tmp_path / "a.liaison", [], changesets=[carried(one) for one in sealed])
    assert sorted(asked) == sorted(one.digest for one in sealed)


def test_one_day_is_small_on_the_wire(tmp_path: Path) -> None:
    text = "The mayor asked for two culverts before the rains; the contractor was not present. "
    lines = [
        scene.revision(number, facts=f"{number} {text * 9}", title=f"Meeting {number}", place="Yambio").line
        for number in range(20)
    ]
    written = scene.write(tmp_path / "a.age", [scene.changeset(lines)], recipients=[HQ.recipient])
    assert written.size < 20_000


def test_stock_tools_check_our_bundle(tmp_path: Path) -> None:
    path = scene.write(
        tmp_path / "a.liaison.age", changesets(), attachments=[PHOTO], recipients=[HQ.recipient]
    ).path
    (tmp_path / "key").write_text(HQ.identity + "\n")
    (tmp_path / "a.liaison").write_bytes(run("age", "-d", "-i", "key", path.name, cwd=tmp_path))
    run("unzip", "-q", "-t", "a.liaison", cwd=tmp_path)
    run("unzip", "-q", "a.liaison", "-d", "out", cwd=tmp_path)
    out = tmp_path / "out"
    keys = (HQ, EAST, UNIT)
    (out / "signers").write_text("".join(f"{one.node} {one.ssh_public_key}\n" for one in keys))

    def check(name: str, node: str, purpose: str) -> None:
        command = [
            "ssh-keygen",
            "-Y",
            "verify",
            "-f",
            "signers",
            "-I",
            node,
            "-n",
            f"{purpose}@liaison-logbook",
        ]
        run(*command, "-s", f"{name}.sig", cwd=out, given=(out / name).read_bytes())

    check("manifest.json", EAST.node, "bundle")
    check(f"rosters/{HQ.node}/000001.json", HQ.node, "roster")
    check(f"changesets/{UNIT_UP}/00000002.jsonl", UNIT.node, "changeset")
    manifest = canonical.decode((out / "manifest.json").read_bytes())
    sums = "".join(f"{one['sha256']}  {one['name']}\n" for one in manifest["members"])
    run("sha256sum", "-c", "--strict", cwd=out, given=sums.encode())


@pytest.mark.parametrize("level", ["-0", "-1", "-6", "-9"])
def test_a_bundle_made_with_stock_tools_alone_is_accepted(tmp_path: Path, level: str) -> None:
    root = tmp_path / "bundle"
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", "key", cwd=tmp_path)
    public = (tmp_path / "key.pub").read_text().strip()
    key = parse_public_key_line(public)
    node = node_id(key)
    listed = Entry(node, public, EAST.recipient, "fhq/north", "North", Level.SECTOR, "CIMIC")
    held = Held(rosters=[scene.roster(1, [*scene.entries(), listed])])
    first = scene.revision(1, attachments=[PHOTO.sha256])
    header = (
        f'{{"app":"stock","count":1,"epoch":"{scene.EPOCH}","format":2,"mission":"{scene.MISSION}","node":"{node}",'
        f'"post":"fhq/north","prev":null,"reach":"up","schema":7,"sealed_at":"2026-11-21T09:30:00.000Z","seq":1,"unit":"fhq/north"}}\n'
    )
    changeset = f"changesets/{node}/{scene.EPOCH}/fhq.north.up/00000001.jsonl"
    attachment = f"attachments/{PHOTO.sha256}"
    for name, content in (
        ("mimetype", b"application/vnd.liaison-logbook.bundle+zip"),
        (changeset, header.encode() + first.line + b"\n"),
        (attachment, PHOTO.read()),
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    sign = ["ssh-keygen", "-q", "-Y", "sign", "-f", "../key", "-n"]
    run(*sign, "changeset@liaison-logbook", changeset, cwd=root)
    members = ",".join(_listed(root, name) for name in (changeset, f"{changeset}.sig", attachment))
    (root / "manifest.json").write_text(
        f'{{"app":"stock","bundle":"{scene.BUNDLE}","created_at":"2026-11-21T09:30:00.000Z","format":2,'
        f'"from":"{node}","have":{{}},"marking":"UNCLASSIFIED","members":[{members}],'
        f'"mission":"{scene.MISSION}","rosters":{{}},"schema":7,"to":["{HQ.node}"],"wants":[]}}'
    )
    run(*sign, "bundle@liaison-logbook", "manifest.json", cwd=root)
    order = ["mimetype", "manifest.json", "manifest.json.sig", changeset, f"{changeset}.sig", attachment]
    run("zip", "-q", "-X", "-D", "-0", "../a.liaison", order[0], cwd=root)
    packed = [name for name in order[1:] if name.endswith(("json", "jsonl"))]
    for name in order[1:]:
        run("zip", "-q", "-X", "-D", level if name in packed else "-0", "../a.liaison", name, cwd=root)
    run("age", "-r", HQ.recipient, "-o", "a.liaison.age", "a.liaison", cwd=tmp_path)
    with read_bundle(tmp_path / "a.liaison.age", [HQ.identity]) as checked:
        result = plan(verify(checked), held)
    assert (result.outcome, result.reasons) == (Outcome.APPLIED, ())
    assert [one.id for one in result.taken[0].changeset.revisions()] == [first.id]
    assert result.attachments == (PHOTO.sha256,)


def _listed(root: Path, name: str) -> str:
    """Return a member's line of the manifest, by sha256sum and stat alone."""
    digest = run("sha256sum", name, cwd=root).split()[0].decode()
    size = run("stat", "-c", "%s", name, cwd=root).strip().decode()
    return f'{{"name":"{name}","sha256":"{digest}","size":{size}}}'


def test_memory_does_not_grow_with_the_number_of_attachments(tmp_path: Path) -> None:
    """Write and read many times as much as may be held at once."""
    photos = [_generated(number) for number in range(60)]
    named = [one.sha256 for one in photos]
    sealed = [scene.changeset([scene.revision(1, attachments=named).line])]
    got: list[str] = []
    tracemalloc.start()
    path = scene.write(tmp_path / "a.age", sealed, attachments=photos, recipients=[HQ.recipient]).path
    with read_bundle(path, [HQ.identity]) as checked:
        verified = verify(checked)
        checked.deliver(verified.attachments, lambda digest, body: got.append(digest))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert got == sorted(named)
    assert peak < 60 * 400_000 / 5


def _generated(number: int) -> Attached:
    """Return an attachment of 400 kB whose bytes exist only while somebody reads them."""

    def read() -> bytes:
        return hashlib.sha512(bytes([number])).digest() * 6250

    return Attached(hashlib.sha256(read()).hexdigest(), 400_000, read)


def test_file_that_changes_between_the_passes_is_noticed(tmp_path: Path) -> None:
    sealed = [scene.changeset([scene.revision(1, attachments=[PHOTO.sha256]).line])]
    path = scene.write(tmp_path / "a.liaison", sealed, attachments=[PHOTO]).path
    with read_bundle(path) as checked:
        verified = verify(checked)
        data = bytearray(path.read_bytes())
        data[data.index(PHOTO.read()) + 5] ^= 1
        with path.open("r+b") as file:
            file.write(data)
        with pytest.raises(BundleError):
            checked.deliver(verified.attachments, lambda digest, body: None)
