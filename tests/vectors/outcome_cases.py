"""A vector for every outcome of the format."""

from app.domain.revisions import compose
from app.domain.rosters import End, Fork
from app.domain.scopes import Level, Reach, StreamKey
from app.sync.members import roster_name
from app.sync.sshsig import NAMESPACE_ROSTER
from tests.sync import scene
from tests.sync.scene import EAST, EAST_UP, HQ, STRANGER, UNIT, WEST, WEST_UP, Held
from tests.vectors.cases import Vector, refused, written

PHOTO = scene.attached(b"not really a photograph\n" * 20)
ASTRAY = StreamKey(EAST.node, scene.EPOCH, "fhq/west", Reach.UP)
OF_STRANGER = StreamKey(STRANGER.node, scene.EPOCH, "fhq/north", Reach.UP)


def outcome_cases() -> list[Vector]:
    """Return the vectors."""
    return [*_applied(), *_newer(), *_held(), *_refused(), *_forks_and_stops(), *_in_part()]


def _applied() -> list[Vector]:
    sealed = scene.chain(2)
    moved = [*sealed, *scene.chain(1, stream=StreamKey(EAST.node, scene.EPOCH, "fhq/east", Reach.BRANCH))]
    with_photo = [scene.changeset([scene.revision(1, attachments=[PHOTO.sha256]).line])]
    return [
        Vector("applied-plain", "two changesets of a sector, not encrypted", written(sealed), "applied"),
        Vector(
            "applied-encrypted",
            "the same, encrypted to the headquarters and to the sender",
            written(sealed, recipients=[HQ.recipient]),
            "applied",
            is_random=True,
        ),
        Vector(
            "applied-attachment",
            "a changeset and the attachment it names",
            written(with_photo, attachments=[PHOTO]),
            "applied",
        ),
        Vector(
            "applied-attachment-absent",
            "a changeset that names an attachment which is not in the bundle: taken, and wanted from then on",
            written(with_photo),
            "applied",
        ),
        refused(
            "attachment-stray",
            "an attachment that nothing names",
            written([], attachments=[PHOTO]),
            "malformed",
        ),
        Vector(
            "applied-other-scope",
            "a record turns up in another scope than it is held in: taken and relayed, and sets nothing",
            written(moved),
            "applied",
            held=Held().hold(*sealed),
        ),
        Vector(
            "applied-roster-skips",
            "roster 3 where 1 is held",
            written([], rosters=[scene.roster(3)]),
            "applied",
        ),
        Vector(
            "nothing-new-older-roster",
            "roster 1 where 2 is held: ignored",
            written([], rosters=[scene.roster(1)]),
            "nothing-new",
            held=Held(rosters=[scene.roster(2)]),
        ),
        Vector(
            "applied-welcome",
            "a welcome: a logbook that holds nothing learns its root and its place",
            written([], by=HQ, to=[UNIT]),
            "applied",
            held=Held(UNIT, rosters=[]),
        ),
        Vector(
            "nothing-new", "everything is held", written(sealed), "nothing-new", held=Held().hold(*sealed)
        ),
    ]


def _newer() -> list[Vector]:
    new_kind = compose(
        kind="flood_report", record=scene.record_id(3, kind="flood_report"), salt=scene.salt_of(3), parents=[],
        at=scene.NOW, officer=scene.OFFICER,
        officer_name="Maj A. Diallo", fields={"height": {"cm": 120}, "photos": [PHOTO.sha256]},
    )  # fmt: skip
    lines = [scene.revision(1, title={"fr": "Réunion"}, form="by_drone", echo=[1]).line, new_kind.line]
    sealed = [scene.changeset(lines, schema=999)]
    return [
        Vector(
            "applied-newer-schema",
            "a kind, a field, a choice and a type that only schema 999 has, and an attachment that only they name",
            written(sealed, schema=999, attachments=[PHOTO]),
            "applied",
        )
    ]


def _held() -> list[Vector]:
    sealed = scene.chain(3)
    foreign = scene.chain(1, by=STRANGER, stream=OF_STRANGER)
    newer = [scene.changeset([scene.revision(1).line], schema=1000)]
    waiting = scene.revision(2, parents=["0" * 32], record=1, title="later")
    return [
        Vector(
            "held-gap",
            "number 3 while number 1 is held",
            written(sealed[2:]),
            "held",
            ("held:gap",),
            Held().hold(sealed[0]),
        ),
        Vector(
            "applied-waiting-parents",
            "a revision whose parent is held by nobody here: stored, and waits",
            written([scene.changeset([waiting.line])]),
            "applied",
            ("held:gap",),
        ),
        Vector(
            "held-unknown-signer",
            "made by a node that no roster names",
            written(foreign, by=STRANGER, rosters=[]),
            "held",
            ("held:unknown-signer",),
        ),
        Vector(
            "held-newer-schema",
            "the bundle's schema is 1000, of the next series",
            written(sealed, schema=1000),
            "held",
            ("held:newer-schema",),
        ),
        Vector(
            "held-newer-changeset",
            "a changeset's schema is 1000, of the next series",
            written(newer),
            "held",
            ("held:newer-schema",),
        ),
        Vector(
            "held-newer-format",
            "the manifest's format is 3, with keys of which nothing is known",
            scene.assemble({}, manifest=b'{"format":3,"more":true}'),
            "held",
            ("held:newer-schema",),
        ),
        Vector(
            "held-newer-roster",
            "a roster's format is 3, with keys of which nothing is known: nothing else of the bundle is taken",
            scene.assemble(_newer_roster() | scene.members_of(sealed, [])),
            "held",
            ("held:newer-schema",),
        ),
    ]


def _newer_roster() -> dict[str, bytes]:
    name = roster_name(HQ.node, 2)
    data = b'{"format":3,"more":true}'
    return {name: data, f"{name}.sig": HQ.sign(data, namespace=NAMESPACE_ROSTER)}


def _refused() -> list[Vector]:
    sealed = scene.chain(1)
    return [
        refused("not-a-bundle-empty", "no bytes at all", b"", "not-a-bundle"),
        refused("not-a-bundle-pdf", "some other file", b"%PDF-1.7\n%text\n", "not-a-bundle"),
        refused(
            "wrong-mission", "another mission", written(sealed, mission=scene.OTHER_MISSION), "wrong-mission"
        ),
        refused(
            "wrong-mission-changeset",
            "a changeset of another mission",
            written([scene.changeset([scene.revision(1).line], mission=scene.OTHER_MISSION)]),
            "wrong-mission",
        ),
        refused(
            "wrong-mission-roster",
            "a roster of another mission",
            written([], rosters=[scene.roster(2, mission=scene.OTHER_MISSION)]),
            "wrong-mission",
        ),
        refused(
            "not-for-you-address", "addressed to the other sector", written(sealed, to=[WEST]), "not-for-you"
        ),
        refused(
            "not-for-you-scope",
            "addressed to the other sector, which may not read the scope",
            written(sealed, to=[WEST]),
            "not-for-you",
            held=Held(WEST),
        ),
        refused(
            "not-for-you-welcome",
            "a welcome whose rosters do not name the newcomer",
            written([], by=HQ, to=[STRANGER]),
            "not-for-you",
            held=Held(STRANGER, rosters=[]),
        ),
        refused(
            "not-allowed-scope",
            "a sector writes to the other sector",
            written(scene.chain(1, stream=ASTRAY)),
            "not-allowed",
        ),
        refused(
            "not-allowed-roster",
            "a sector vouches for a node that is not below its path",
            written(
                [],
                rosters=[
                    scene.roster(),
                    scene.roster(1, [scene.entry(STRANGER, "fhq/west/unit-9", Level.UNIT)], by=EAST),
                ],
            ),
            "not-allowed",
        ),
        refused(
            "not-allowed-roster-stranger",
            "a roster by a node that no roster names",
            written([], rosters=[scene.roster(), scene.roster(1, by=STRANGER)]),
            "not-allowed",
        ),
        refused(
            "cannot-decrypt",
            "encrypted to the other sector only",
            written(sealed, recipients=[WEST.recipient]),
            "cannot-decrypt",
            is_random=True,
        ),
    ]


def _forks_and_stops() -> list[Vector]:
    sealed = scene.chain(2)
    other = scene.changeset([scene.revision(90).line], seq=2, prev=sealed[0].digest)
    astray = scene.changeset([scene.revision(91).line], seq=3, prev=other.digest)
    settled = scene.roster(2, forks={str(EAST_UP): Fork(2, tuple(sorted([sealed[1].digest, other.digest])))})
    one_only = scene.roster(2, forks={str(EAST_UP): Fork(2, (sealed[1].digest,))})
    too_late = scene.roster(2, forks={str(EAST_UP): Fork(3, (astray.digest,))})
    retired = scene.roster(2, scene.stopped(EAST, {str(EAST_UP): End(1, scene.chain(1)[0].digest)}))
    revoked = scene.roster(2, scene.stopped(EAST, {}, "revoked"))
    twin = scene.roster(1, scene.entries()[:3])
    knows = Held().hold(*sealed)
    return [
        refused("fork", "another number 2 than the one held", written([other]), "fork", held=knows),
        refused(
            "fork-chain",
            "a number 3 that does not stand on the number 2 held",
            written([astray]),
            "fork",
            held=knows,
        ),
        refused("fork-roster", "another roster of the same version", written([], rosters=[twin]), "fork"),
        Vector(
            "applied-settled-fork",
            "a roster accepts both branches",
            written([other, astray], rosters=[settled]),
            "applied",
            held=knows,
        ),
        Vector(
            "applied-settled-fork-one",
            "a roster accepts the branch held; the other is taken and disregarded",
            written([other, astray], rosters=[one_only]),
            "applied",
            held=knows,
        ),
        refused(
            "fork-settled-elsewhere",
            "a roster settles a fork at number 3, and this one is at 2",
            written([other], rosters=[scene.roster()]),
            "fork",
            held=Held(rosters=[too_late]).hold(*sealed),
        ),
        refused(
            "revoked",
            "revoked with nothing accepted",
            written(sealed),
            "revoked",
            held=Held(rosters=[revoked]),
        ),
        refused(
            "retired",
            "number 2 of a node retired at 1",
            written(sealed),
            "revoked",
            held=Held(rosters=[retired]),
        ),
        Vector(
            "applied-disregarded",
            "the same through the other sector: taken, number 2 disregarded",
            written(sealed, by=WEST),
            "applied",
            held=Held(rosters=[retired]),
        ),
    ]


def _in_part() -> list[Vector]:
    west = scene.chain(1, by=WEST, stream=WEST_UP, first=50)
    astray = scene.chain(1, stream=ASTRAY, first=80)
    foreign = scene.chain(1, by=STRANGER, stream=OF_STRANGER, first=70)
    return [
        Vector(
            "applied-refused",
            "one stream is sound, one is not allowed",
            written([*astray, *west]),
            "applied",
            ("refused:not-allowed",),
        ),
        Vector(
            "applied-unknown",
            "one stream is sound, one is of an unknown node",
            written([*foreign, *west]),
            "applied",
            ("held:unknown-signer",),
        ),
    ]
