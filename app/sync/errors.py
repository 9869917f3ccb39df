"""Why a bundle, or a part of one, is not taken: one class per cause, each with its code from the format."""

from typing import ClassVar


class BundleError(Exception):
    """Something in a bundle stands against taking it; `code` is its outcome, `detail` what and where."""

    code: ClassVar[str]

    def __init__(self, detail: str) -> None:
        super().__init__(f"{self.code}: {detail}")
        self.detail = detail


class NotABundleError(BundleError):
    """The file is no bundle at all: a person is told which file to look for instead."""

    code = "refused:not-a-bundle"


class MalformedError(BundleError):
    """The container, a name, a text or a type breaks the format: a person is told what and where."""

    code = "refused:malformed"


class TooLargeError(BundleError):
    """A limit of the format is exceeded: a person is told which."""

    code = "refused:too-large"


class BadSignatureError(BundleError):
    """A signature is not by whom it should be, or not over these bytes: a person is told which member."""

    code = "refused:bad-signature"


class DigestMismatchError(BundleError):
    """A member is not the bytes that the signed list names: a person is told which member."""

    code = "refused:digest-mismatch"


class WrongMissionError(BundleError):
    """The bundle belongs to another mission."""

    code = "refused:wrong-mission"


class NotForYouError(BundleError):
    """The bundle, or a scope in it, is meant for others."""

    code = "refused:not-for-you"


class NotAllowedError(BundleError):
    """A node writes, or vouches, beyond its right."""

    code = "refused:not-allowed"


class ForkError(BundleError):
    """Two different things claim one place in a chain: a headquarters must settle it."""

    code = "refused:fork"


class RevokedError(BundleError):
    """A retired or revoked node went on beyond its last changeset."""

    code = "refused:revoked"


class CannotDecryptError(BundleError):
    """This logbook is not among those the bundle was encrypted for."""

    code = "refused:cannot-decrypt"


class UnknownSignerError(BundleError):
    """No roster names the signer yet: a person may enrol it or discard the bundle."""

    code = "held:unknown-signer"


class GapError(BundleError):
    """What comes before is missing: a person is told which numbers to ask for."""

    code = "held:gap"


class NewerSchemaError(BundleError):
    """A newer program wrote this: update, and nothing is lost."""

    code = "held:newer-schema"
