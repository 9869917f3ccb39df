"""What can stop a sheet on its way in or out, one class per cause."""

from __future__ import annotations

from app.services.errors import ServiceError


class SheetRefusedError(ServiceError):
    """A file cannot be read as a sheet; `why` is the sentence."""

    sentence = "{path} was not read. {why} Nothing was changed."


class SheetMapError(ServiceError):
    """A map file does not fit: it is damaged, or names columns of records that there are not."""

    sentence = "The map {path} does not fit: {detail}. Correct it, or delete it so that it is guessed again."


class SheetQuestionError(ServiceError):
    """A sheet can be read in two ways and nobody has said which."""

    sentence = "{question} Nothing was changed."


class SheetFormatError(ServiceError):
    """The name of the file to write does not say a kind of sheet that can hold this."""

    sentence = "{path} cannot hold this: {detail}. Nothing was written."


class SheetTooLargeError(ServiceError):
    """There are more records than a sheet has rows."""

    sentence = "There are {count} records, more than a sheet has rows. Take fewer with a filter. Nothing was written."
