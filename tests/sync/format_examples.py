"""The example bytes in FORMAT.md: run as `python -m tests.sync.format_examples` to write them into the page."""

import re
import tempfile
from pathlib import Path

import app.sync
from app.domain.possession import proof_of
from app.domain.scopes import Level
from app.sync.container import ContainerReader, Member
from app.sync.requests import write_request
from tests.sync import scene

PAGE = Path(app.sync.__file__).parent / "FORMAT.md"
_BLOCK = re.compile(r"(<!-- example: ([a-z-]+) -->\n```\n)(.*?)(```\n)", re.DOTALL)


class _Listing:
    """Keeps the names and the manifest."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.manifest = b""

    def begin(self, member: Member) -> None:
        self.names.append(member.name.text)

    def packed(self, piece: bytes) -> None:
        """Only the plain bytes matter here."""

    def plain(self, piece: bytes) -> None:
        if self.names[-1] == "manifest.json":
            self.manifest += piece

    def end(self) -> None:
        """Nothing more to note."""


def examples() -> dict[str, str]:
    """Return every example by its name in the page."""
    photo = scene.attached(b"not really a photograph\n" * 20)
    named = {"sha256": photo.sha256, "name": "roof.jpg", "proof": proof_of(photo.read())}
    revision = scene.revision(1, title="Meeting at the préfecture", attachments=[named])
    sealed = scene.changeset([revision.line])
    request = write_request(
        scene.UNIT, unit_name="IndBatt 1", level=Level.UNIT, officer="Capt R. Rao", created_at=scene.NOW
    )
    listing = _Listing()
    with tempfile.TemporaryDirectory() as folder:
        path = scene.write(Path(folder) / "a.liaison", [sealed], attachments=[photo]).path
        ContainerReader(listing).write(path.read_bytes())
    return {
        "revision": revision.line.decode() + "\n",
        "revision-id": revision.id + "\n",
        "changeset": sealed.body.decode(),
        "changeset-signature": sealed.signature.decode(),
        "roster": scene.roster(1, scene.entries()[:2]).data.decode() + "\n",
        "request": request.decode() + "\n",
        "members": "".join(f"{name}\n" for name in listing.names),
        "manifest": listing.manifest.decode() + "\n",
    }


def in_page() -> dict[str, str]:
    """Return the examples as they stand in the page."""
    return {match[2]: match[3] for match in _BLOCK.finditer(PAGE.read_text("utf-8"))}


def main() -> None:
    """Write the examples into the page."""
    found = examples()
    text = _BLOCK.sub(lambda match: match[1] + found[match[2]] + match[4], PAGE.read_text("utf-8"))
    PAGE.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
