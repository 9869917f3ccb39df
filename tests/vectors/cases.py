"""What a vector is, and the sound parts that vectors break."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from app.sync.changesets import Sealed
from app.sync.keys import NodeKeys
from app.sync.sshsig import NAMESPACE_CHANGESET
from tests.sync import scene
from tests.sync.scene import Held


class Vector(msgspec.Struct, frozen=True):
    """A file, what is held before it comes, and what must come of it."""

    name: str
    description: str
    data: bytes
    outcome: str
    codes: tuple[str, ...] = ()
    held: Held = Held()
    is_random: bool = False

    @property
    def file(self) -> str:
        """The file's name."""
        return f"{self.name}.age" if self.data.startswith(b"age-encryption.org/") else f"{self.name}.liaison"


def written(changesets: Iterable[Sealed], **changes: Any) -> bytes:
    """Return the bytes of a sound bundle."""
    with tempfile.TemporaryDirectory() as folder:
        return scene.write(Path(folder) / "bundle", changesets, **changes).path.read_bytes()


def refused(name: str, description: str, data: bytes, code: str, **changes: Any) -> Vector:
    """Return a vector that is refused for one reason."""
    return Vector(name, description, data, "refused", (f"refused:{code}",), **changes)


def spoiled(changeset: Sealed, body: bytes, by: NodeKeys = scene.EAST) -> Sealed:
    """Return the changeset with another body, soundly signed."""
    signature = by.sign(body, namespace=NAMESPACE_CHANGESET)
    return msgspec.structs.replace(changeset, body=body, signature=signature)


def assembled(changesets: Sequence[Sealed], **changes: Any) -> bytes:
    """Return a bundle whose changesets are not looked at while it is put together."""
    return scene.assemble(scene.members_of(changesets), **changes)
