"""The exit codes of every command, as the contract of the command line names them."""

DONE = 0
FAILED = 1
"""Refused or failed, with one sentence on standard error."""
WRONG_USAGE = 2
WRONG_PASSPHRASE = 3
NO_LOGBOOK = 4
"""The logbook is missing, damaged, newer than the program, or in use."""
IN_PART = 5
"""Some files of several were refused or held."""
STOPPED = 130
"""Ctrl+C."""
