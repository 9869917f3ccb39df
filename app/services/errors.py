"""What can stop a use case, one class per cause; `wording` puts each into a sentence."""

from __future__ import annotations

from app.domain.faults import RecordRefusedError as RecordRefusedError
from app.domain.kinds import UnknownKindError as UnknownKindError


class ServiceError(Exception):
    """The base of what a use case refuses; its arguments fill the sentence."""

    sentence = "This could not be done; nothing was changed."

    def __init__(self, **params: object) -> None:
        super().__init__(type(self).sentence.format(**params))
        self.params = params


class UnknownRecordError(ServiceError):
    """No record has this id or serial."""

    sentence = "There is no record {name} in this logbook. Check the id or the serial."


class ClashingSerialError(ServiceError):
    """Two laptops gave the same serial to different records; `ids` names them in words."""

    sentence = (
        "Two laptops gave the number {name} to different records. Name the one you mean by its id: {ids}."
    )


class UnknownNodeError(ServiceError):
    """No node or unit of that name is in the roster."""

    sentence = (
        "No active node of the roster is called {name}. See the roster for the units and nodes there are."
    )


class NoSuperiorError(ServiceError):
    """This logbook has nobody above it to write to by default."""

    sentence = "This logbook has no headquarters above it. Name the unit or node that the bundle is for."


class NotAdmittedError(ServiceError):
    """This logbook asked to join and has not been admitted yet."""

    sentence = (
        "This logbook has not been admitted to a mission yet. Import the welcome bundle of Force HQ first; "
        "what you write until then is kept and sent afterwards."
    )


class NotAllowedError(ServiceError):
    """This logbook's level does not allow the step."""

    sentence = "Only {who} may do this. Nothing was changed."


class FingerprintMismatchError(ServiceError):
    """The words read out do not belong to this key."""

    sentence = (
        "The fingerprint does not match: this request has the words {words}. Nobody was admitted; "
        "compare again by voice, and do not go on if they differ."
    )


class RootMismatchError(FingerprintMismatchError):
    """The words read out are not those of the mission's root."""

    sentence = (
        "The fingerprint does not match: the Force HQ of this mission has the words {words}. Nothing was changed; "
        "compare again by voice, and do not go on if they differ."
    )


class AlreadyAdmittedError(ServiceError):
    """The node of this request is in the roster already."""

    sentence = "This node is in the roster already, as {unit}. Nothing was changed."


class UnitPathError(ServiceError):
    """A unit path has the wrong form or does not fit the level."""

    sentence = (
        "{unit} is not a usable unit path here. Write it like fhq/east or fhq/east/indbatt-1, below {own}, "
        "in small letters, digits and hyphens."
    )


class LastForceNodeError(ServiceError):
    """The mission's root cannot retire or revoke itself."""

    sentence = "The node that issues the roster cannot retire or revoke itself. Nothing was changed."


class ConfirmedElsewhereError(ServiceError):
    """Another logbook said to hold more of a node than is held here: retiring it now would cut that off."""

    sentence = (
        "{peer} confirmed {count} more change(s) of {name} than are here; retiring it now would cut them off. Wait for "
        "them, or end it anyway (--anyway). Nothing was changed."
    )


class PostTakenError(ServiceError):
    """A second node would be admitted at a post that has one."""

    sentence = (
        "{unit} has a logbook already: {name}. Nobody was admitted; say which one the new one takes over from "
        "(--replaces), or expressly that it is to be a second desk there (--beside), or name another unit."
    )


class RootUnconfirmedError(ServiceError):
    """Nobody has compared the words of the mission's root yet."""

    sentence = (
        "Nobody has compared the six words of Force HQ yet, so nothing leaves this logbook. Call Force HQ, let them "
        "read out their words, and confirm them: on the page Exchange, or with `liaison confirm WORDS`."
    )


class DroppedEntryError(ServiceError):
    """The next roster would leave out a node of the one before."""

    sentence = "A node is never left out of a roster: retire or revoke it. Nothing was changed."


class RosterUnsureError(ServiceError):
    """The logbook was restored, and rosters it issued after the backup have not come back yet."""

    sentence = (
        "This logbook was restored from a backup, and what it said since about who belongs to the mission has not come "
        "back yet. Import a bundle from any other unit first. Nothing was changed."
    )


class NoForkError(ServiceError):
    """The stream is not forked, or its fork is settled."""

    sentence = "{stream} is no stream with two histories that wait to be settled. Nothing was changed."


class ForkBeginningMissingError(ServiceError):
    """The other branch began before anything of it that is here."""

    sentence = (
        "Where the two histories part is not known here yet. Send this unit a bundle and import its answer, then "
        "settle again. Nothing was changed."
    )


class NotABranchError(ServiceError):
    """A digest is none of the branches."""

    sentence = "{digest} is none of the sides of this fork. Nothing was changed; list the forks again."


class NothingToUndoError(ServiceError):
    """No import of that name brought anything that is still here."""

    sentence = (
        "There is no such import to undo: it brought nothing, or was undone before. Nothing was changed."
    )


class BuiltUponError(ServiceError):
    """Something stands on what an import brought."""

    sentence = (
        "This import cannot be undone any more: {what}. Nothing was changed; correct the records instead."
    )


class NotInConflictError(ServiceError):
    """The field is not in conflict, or the revision is none of its sides."""

    sentence = "{field} of this record is not in conflict with that value. Nothing was changed; look at the list again."


class FolderInUseError(ServiceError):
    """The target folder is there and not empty."""

    sentence = "{path} is there already and is not empty. Nothing was written; name another folder."


class MissingFileError(ServiceError):
    """A named file is not there or cannot be read."""

    sentence = (
        "{path} cannot be read: it is missing, no plain file, or not yours to read. Nothing was changed."
    )


class NotARequestError(ServiceError):
    """A file is no sound enrolment request."""

    sentence = "{path} is not a sound request to join: {detail}. Ask the unit to write it again."


class AttachmentTooLargeError(ServiceError):
    """A file is larger than an attachment may be."""

    sentence = (
        "{path} is larger than 50 MB, the most that an attachment may be, and was not attached. Make a smaller copy "
        "(a shorter film, fewer pages), or pass it on by hand and say in the notes where it is."
    )


class MissingAttachmentError(ServiceError):
    """An attachment is known by its digest and has not arrived yet."""

    sentence = "The file {digest} has not arrived yet; it is asked for with the next bundle."


class NotADoubleError(ServiceError):
    """The two records cannot be one."""

    sentence = "Only two organisations, two persons or two places can be one. Nothing was changed."


class NotMergedError(ServiceError):
    """The record is no double of another."""

    sentence = "This record is no double of another and stands for itself already. Nothing was changed."


class AlreadyMergedError(ServiceError):
    """The record is a double already, or the two are one already."""

    sentence = "One of these two is a double already. Nothing was changed; take the earlier merge back first."


class NotYoursToMergeError(ServiceError):
    """The record is said to a unit off this logbook's branch."""

    sentence = (
        "{title} belongs to {unit}, to which this logbook may not write. Nothing was changed; {unit} or a headquarters "
        "above it can merge it, and the suggestion stays."
    )


class KeptStaysHereError(ServiceError):
    """The record that would stay is for this laptop only, its double is not."""

    sentence = (
        "{title} stays on this laptop, so others could not see what the double leads to. Nothing was changed; keep the "
        "other one, or let this one travel first."
    )


class NotAMeetingError(ServiceError):
    """What should follow from a meeting was asked of something else."""

    sentence = "Only a meeting that is here can be followed up this way. Nothing was changed."


class NotAPartnerError(ServiceError):
    """The page of a partner was asked of something else."""

    sentence = "Only an organisation or a person has a page of this sort. Nothing was changed."
