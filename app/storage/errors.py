"""What can go wrong with a store, one class per cause; each docstring says what a person is told."""


class StorageError(Exception):
    """The store could not do it; nothing was changed. Text holds ids, paths and codes, never what somebody wrote."""


class LogbookMissingError(StorageError):
    """There is no logbook at this path."""


class LogbookExistsError(StorageError):
    """There is something at this path already; a logbook is only made, or restored, where nothing is."""


class NotALogbookError(StorageError):
    """What lies at this path is something else: a file, a device, another program's database. It was not touched."""


class ForeignSchemaError(NotALogbookError):
    """The database opens, but its tables, triggers or views are not those of this program. It was not touched."""


class LogbookDamagedError(StorageError):
    """The logbook's database is damaged; restore the last backup, and ask headquarters for what came after it."""


class KeySlotsDamagedError(StorageError):
    """Both copies of the key file are missing or damaged; restore a backup, or recover through headquarters."""


class WrongPassphraseError(StorageError):
    """The passphrase does not open this logbook."""

    def __init__(self) -> None:
        super().__init__("The passphrase does not open this logbook.")


class PassphraseRefusedError(StorageError):
    """A new passphrase is empty or longer than 1,024 bytes."""


class LogbookNewerError(StorageError):
    """A newer version of the program has written this logbook: update the program; nothing is lost."""


class LogbookBusyError(StorageError):
    """Another window or command is using the logbook: close it, or try again in a moment. Nothing was changed."""


class LogbookReadOnlyError(StorageError):
    """The folder or its disk is write-protected; the logbook can be read, not changed."""


class StorageFailedError(StorageError):
    """The disk refused to read or write; nothing of this step was kept, all earlier saves are. Check the disk."""


class StorageFullError(StorageFailedError):
    """The disk is full; nothing of this step was kept, all earlier saves are. Free some space and try again."""


class MigrationFailedError(StorageError):
    """The logbook could not be brought up to this version; it is as it was before, and a backup lies beside it."""


class BackupDamagedError(StorageError):
    """The backup file is no backup, or is damaged; nothing was restored."""


class OldLibraryError(StorageError):
    """The SQLite library is older than 3.51.3, which can corrupt a logbook: install the program again."""


class UnknownFieldError(StorageError, LookupError):
    """A list was asked to filter or sort by a field that the kind has not; the argument is its name."""


class ServerUnreachableError(StorageError):
    """The shared store's server does not answer, or does not take this account: ask whoever runs it."""


class BackupElsewhereError(StorageError):
    """A shared store is backed up by its server, not by this program."""


class AttachmentMissingError(StorageError, LookupError):
    """The attached file has not arrived yet; the argument is its SHA-256."""


class StateClashError(StorageError):
    """Something that is stored already was to be stored with other content, such as a changeset of the same number."""
