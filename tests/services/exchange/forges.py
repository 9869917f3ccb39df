"""Files that must be refused, by the code of their refusal: each breaks one rule on a sound mission."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec

from app.domain.identifiers import new_id
from app.domain.scopes import Level
from app.services import rosters
from app.services.desks import Desk
from app.sync.bundles import Attached
from app.sync.changesets import Sealed
from app.sync.envelope import enclose
from app.sync.keys import NodeKeys
from app.sync.sshsig import NAMESPACE_CHANGESET
from tests.services.exchange import forging
from tests.services.missions import Mission, saved

Forge = Callable[[Mission], Path]
STRANGER = NodeKeys.generate()


def spoiled(sealed: Sealed, body: bytes, by: Desk) -> Sealed:
    """Return a changeset with another body that its node signed."""
    return msgspec.structs.replace(
        sealed, body=body, signature=by.keys.sign(body, namespace=NAMESPACE_CHANGESET)
    )


def edited(sealed: Sealed) -> Sealed:
    """Return a changeset whose bytes were changed after it was signed."""
    return msgspec.structs.replace(sealed, body=sealed.body.replace(b"Forged", b"Edited"))


def not_a_bundle(mission: Mission) -> Path:
    file = mission.path()
    file.write_bytes(b"%PDF-1.7 no bundle at all")
    return file


def empty(mission: Mission) -> Path:
    file = mission.path()
    file.write_bytes(b"")
    return file


def cut(mission: Mission) -> Path:
    saved(mission.sector)
    file = mission.bundle("sector", "force", plain=True)
    file.write_bytes(file.read_bytes()[:-100])
    return file


def cut_encrypted(mission: Mission) -> Path:
    saved(mission.sector)
    file = mission.bundle("sector", "force")
    file.write_bytes(file.read_bytes()[:-100])
    return file


def edited_changeset(mission: Mission) -> Path:
    sealed = edited(forging.changeset(mission.sector, [forging.line(mission.sector)]))
    content = forging.members([sealed], forging.held_rosters(mission.sector))
    return forging.assembled(mission, mission.sector, mission.force, content)


def member_swapped(mission: Mission) -> Path:
    sealed = forging.changeset(mission.sector, [forging.line(mission.sector)])
    content = forging.members([sealed], forging.held_rosters(mission.sector))
    file = forging.assembled(mission, mission.sector, mission.force, content)
    other = forging.changeset(mission.sector, [forging.line(mission.sector, 2)])
    swapped = forging.members([other], forging.held_rosters(mission.sector))
    listed = [
        {"name": name, "size": len(body), "sha256": hashlib.sha256(body).hexdigest()}
        for name, body in content.items()
    ]
    file = forging.assembled(mission, mission.sector, mission.force, swapped, members=listed)
    return file


def signed_by_another(mission: Mission) -> Path:
    content = forging.members([], forging.held_rosters(mission.sector))
    return forging.assembled(mission, mission.sector, mission.force, content, by=mission.unit.keys)


def other_namespace(mission: Mission) -> Path:
    content = forging.members([], forging.held_rosters(mission.sector))
    return forging.assembled(mission, mission.sector, mission.force, content, namespace="git")


def changeset_of_another(mission: Mission) -> Path:
    sealed = forging.changeset(mission.sector, [forging.line(mission.sector)])
    by_another = mission.unit.keys.sign(sealed.body, namespace=NAMESPACE_CHANGESET)
    sealed = msgspec.structs.replace(sealed, signature=by_another)
    return forging.bundle(mission, mission.sector, mission.force, [sealed])


def other_mission(mission: Mission) -> Path:
    return forging.bundle(mission, mission.sector, mission.force, mission=new_id(forging.MADE))


def changeset_of_other_mission(mission: Mission) -> Path:
    sealed = forging.changeset(mission.sector, [forging.line(mission.sector)], mission=new_id(forging.MADE))
    return forging.bundle(mission, mission.sector, mission.force, [sealed])


def for_another(mission: Mission) -> Path:
    saved(mission.sector)
    return mission.bundle("sector", "unit", plain=True)


def encrypted_again(mission: Mission) -> Path:
    """A relay opens a bundle that was meant for it and passes it on, encrypted to somebody else."""
    saved(mission.sector)
    plain = mission.bundle("sector", "unit", plain=True)
    file = mission.path()
    with plain.open("rb") as source, file.open("wb") as out:
        enclose(iter(lambda: source.read(1 << 16), b""), out, [mission.force.keys.recipient])
    return file


def cannot_decrypt(mission: Mission) -> Path:
    return mission.bundle("sector", "unit")


def off_its_branch(mission: Mission) -> Path:
    stream = forging.stream_of(mission.west, unit="fhq/east")
    sealed = forging.changeset(mission.west, [forging.line(mission.west)], stream=stream)
    return forging.bundle(mission, mission.west, mission.force, [sealed])


def out_of_range(mission: Mission) -> Path:
    point = {"lat": 91_000_000, "lon": 0, "precision": 1}
    sealed = forging.changeset(
        mission.sector, [forging.line(mission.sector, kind="place", name="Nowhere", point=point)]
    )
    return forging.bundle(mission, mission.sector, mission.force, [sealed])


def east_of_the_world(mission: Mission) -> Path:
    point = {"lat": 0, "lon": 181_000_000, "precision": 1}
    sealed = forging.changeset(
        mission.sector, [forging.line(mission.sector, kind="place", name="Nowhere", point=point)]
    )
    return forging.bundle(mission, mission.sector, mission.force, [sealed])


def wrong_type(mission: Mission) -> Path:
    sealed = forging.changeset(mission.sector, [forging.line(mission.sector, title=7)])
    return forging.bundle(mission, mission.sector, mission.force, [sealed])


def no_such_day(mission: Mission) -> Path:
    sealed = forging.changeset(
        mission.sector, [forging.line(mission.sector, kind="project", title="x", start="2026-02-30")]
    )
    return forging.bundle(mission, mission.sector, mission.force, [sealed])


def not_canonical(mission: Mission) -> Path:
    sealed = forging.changeset(mission.sector, [forging.line(mission.sector)])
    sealed = spoiled(sealed, sealed.body.replace(b'"fields":', b'"fields": '), mission.sector)
    content = forging.members([sealed], forging.held_rosters(mission.sector))
    return forging.assembled(mission, mission.sector, mission.force, content)


def too_large(mission: Mission) -> Path:
    sealed = forging.changeset(mission.sector, [forging.line(mission.sector)])
    body = sealed.body.replace(b'"fields":{', b'"fields":{"facts":"%s",' % (b"x" * 70_000))
    sealed = spoiled(sealed, body, mission.sector)
    content = forging.members([sealed], forging.held_rosters(mission.sector))
    return forging.assembled(mission, mission.sector, mission.force, content)


def unnamed_member(mission: Mission) -> Path:
    content = forging.members([], forging.held_rosters(mission.sector))
    return forging.assembled(mission, mission.sector, mission.force, content, members=[])


def stray_attachment(mission: Mission) -> Path:
    body = b"nobody asked for this"
    stray = Attached(hashlib.sha256(body).hexdigest(), len(body), lambda: body)
    return forging.bundle(mission, mission.sector, mission.force, attachments=[stray])


def attachment_of_other_content(mission: Mission) -> Path:
    """The bytes under an attachment's name are others, and listed as such."""
    kept = {"sha256": hashlib.sha256(b"the photo").hexdigest(), "name": "photo.jpg"}
    revision = forging.line(mission.sector, title="x", started_at="2026-11-20T08:00:00Z", attachments=[kept])
    sealed = forging.changeset(mission.sector, [revision])
    content = forging.members([sealed], forging.held_rosters(mission.sector))
    content[f"attachments/{kept['sha256']}"] = b"another photo"
    return forging.assembled(mission, mission.sector, mission.force, content)


def roster_by_sector(mission: Mission) -> Path:
    """A sector speaks for a unit that is not below it."""
    outsider = msgspec.structs.replace(
        forging.entries_of(mission.force)[0], node=STRANGER.node, public_key=STRANGER.ssh_public_key,
        recipient=STRANGER.recipient, unit="fhq/west/unit-9", level=Level.UNIT, status="active", last=None,
    )  # fmt: skip
    made = forging.newer_roster(mission.force, entries=[outsider], by=mission.sector.keys)
    return forging.bundle(mission, mission.sector, mission.force, rosters=[made])


def two_rosters_of_one_version(mission: Mission) -> Path:
    version = forging.held_rosters(mission.force)[0].roster.version
    made = forging.newer_roster(mission.force, version=version, entries=forging.entries_of(mission.force)[:1])
    return forging.bundle(mission, mission.sector, mission.force, rosters=[made])


def level_changed(mission: Mission) -> Path:
    entries = [
        msgspec.structs.replace(entry, level=Level.SECTOR) if entry.level is Level.UNIT else entry
        for entry in forging.entries_of(mission.force)
    ]
    made = forging.newer_roster(mission.force, entries=entries)
    return forging.bundle(mission, mission.sector, mission.force, rosters=[made])


def first_names_one_before(mission: Mission) -> Path:
    sealed = forging.changeset(mission.sector, [forging.line(mission.sector)], prev="0" * 64)
    return forging.bundle(mission, mission.sector, mission.force, [sealed])


def chain_that_does_not_fit(mission: Mission) -> Path:
    first = forging.changeset(mission.sector, [forging.line(mission.sector)])
    mission.take("force", forging.bundle(mission, mission.sector, mission.force, [first]))
    second = forging.changeset(mission.sector, [forging.line(mission.sector, 2)], seq=2, prev="0" * 64)
    return forging.bundle(mission, mission.sector, mission.force, [second])


def after_revocation(mission: Mission) -> Path:
    saved(mission.sector)
    mission.send("sector", "force")
    rosters.revoke(mission.force, mission.sector.identity.node, "laptop stolen")
    saved(mission.sector)
    return mission.bundle("sector", "force")


REFUSALS: dict[str, list[Forge]] = {
    "refused:not-a-bundle": [not_a_bundle, empty],
    "refused:malformed": [
        cut, cut_encrypted, out_of_range, east_of_the_world, wrong_type, no_such_day,
        not_canonical, unnamed_member, stray_attachment,
    ],
    "refused:too-large": [too_large],
    "refused:bad-signature": [edited_changeset, signed_by_another, other_namespace, changeset_of_another],
    "refused:digest-mismatch": [member_swapped, attachment_of_other_content],
    "refused:wrong-mission": [other_mission, changeset_of_other_mission],
    "refused:not-for-you": [for_another, encrypted_again],
    "refused:not-allowed": [off_its_branch, roster_by_sector, level_changed],
    "refused:fork": [two_rosters_of_one_version, first_names_one_before, chain_that_does_not_fit],
    "refused:revoked": [after_revocation],
    "refused:cannot-decrypt": [cannot_decrypt],
}  # fmt: skip
