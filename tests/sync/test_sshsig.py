"""Signatures: exact form, one purpose, one key; ssh-keygen agrees."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sync import sshsig
from app.sync.errors import BadSignatureError
from app.sync.keys import node_id
from tests.sync.scene import EAST, HQ

MESSAGE = b"what is signed\n"
SPACE = sshsig.NAMESPACE_CHANGESET
SIGNATURE = HQ.sign(MESSAGE, namespace=SPACE)


def test_signature_names_its_key() -> None:
    assert sshsig.verify(MESSAGE, SIGNATURE, namespace=SPACE) == HQ.public_key
    assert node_id(HQ.public_key) == HQ.node
    assert HQ.sign(MESSAGE, namespace=SPACE) == SIGNATURE


@given(st.integers(0, len(SIGNATURE) - 1), st.integers(0, 255))
def test_no_changed_byte_verifies(at: int, byte: int) -> None:
    changed = SIGNATURE[:at] + bytes([byte]) + SIGNATURE[at + 1 :]
    if changed == SIGNATURE:
        return
    with pytest.raises(BadSignatureError):
        sshsig.verify(MESSAGE, changed, namespace=SPACE)


@pytest.mark.parametrize(
    "armored",
    [
        b"",
        SIGNATURE + b"\n",
        b"\n" + SIGNATURE,
        SIGNATURE.replace(b"\n", b"\r\n"),
        SIGNATURE.replace(b"SSH SIGNATURE", b"PGP SIGNATURE"),
        SIGNATURE * 4,
    ],
    ids=["empty", "line after", "line before", "line ends", "other armor", "repeated"],
)
def test_other_armor_is_refused(armored: bytes) -> None:
    with pytest.raises(BadSignatureError):
        sshsig.verify(MESSAGE, armored, namespace=SPACE)


def test_other_message_and_other_purpose_are_refused() -> None:
    for message, namespace in ((MESSAGE + b"x", SPACE), (MESSAGE, sshsig.NAMESPACE_BUNDLE), (MESSAGE, "git")):
        with pytest.raises(BadSignatureError):
            sshsig.verify(message, SIGNATURE, namespace=namespace)


def test_low_order_keys_are_refused() -> None:
    blob = sshsig._blob(bytes(32), SPACE, bytes(64))
    with pytest.raises(BadSignatureError):
        sshsig.verify(MESSAGE, sshsig._armor(blob), namespace=SPACE)


@pytest.mark.parametrize(
    "line", ["", "ssh-ed25519", "ssh-ed25519 ****", "ssh-rsa AAAA", f"{HQ.ssh_public_key} name"]
)
def test_other_key_lines_are_refused(line: str) -> None:
    with pytest.raises(ValueError, match="key line"):
        sshsig.parse_public_key_line(line)
    assert sshsig.parse_public_key_line(EAST.ssh_public_key) == EAST.public_key


def test_ssh_keygen_accepts_ours(tmp_path: Path) -> None:
    (tmp_path / "signers").write_text(f"{HQ.node} {HQ.ssh_public_key}\n")
    (tmp_path / "sig").write_bytes(SIGNATURE)
    command = ["ssh-keygen", "-Y", "verify", "-f", "signers", "-I", HQ.node, "-n", SPACE, "-s", "sig"]
    good = subprocess.run(command, cwd=tmp_path, input=MESSAGE, capture_output=True, check=False)
    bad = subprocess.run(command, cwd=tmp_path, input=MESSAGE + b"x", capture_output=True, check=False)
    assert (good.returncode, bad.returncode != 0) == (0, True)


def test_we_accept_what_ssh_keygen_signs_and_only_ed25519(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(MESSAGE)
    for kind, sound in (("ed25519", True), ("ecdsa", False)):
        (tmp_path / "file.sig").unlink(missing_ok=True)
        make = ["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "", "-f", kind]
        subprocess.run(make, cwd=tmp_path, check=True, capture_output=True)
        sign = ["ssh-keygen", "-Y", "sign", "-f", kind, "-n", SPACE, "file"]
        subprocess.run(sign, cwd=tmp_path, check=True, capture_output=True)
        armored = (tmp_path / "file.sig").read_bytes()
        if sound:
            line = (tmp_path / f"{kind}.pub").read_text().strip()
            assert sshsig.verify(MESSAGE, armored, namespace=SPACE) == sshsig.parse_public_key_line(line)
        else:
            with pytest.raises(BadSignatureError):
                sshsig.verify(MESSAGE, armored, namespace=SPACE)
