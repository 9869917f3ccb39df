"""Bootstrap: the one place that joins the front ends; the command `liaison` starts here."""

from __future__ import annotations

import os
import sys

PICTURE_CHILD = "decode-pictures"
"""The hidden word of `app.pictures.decoding`, written here so that no start loads that."""
WORKBOOK_CHILD = "read-workbook"
"""The hidden word of `app.sheets.workbooks`, written here for the same reason."""


def main(arguments: list[str] | None = None) -> int:
    """Open the desktop where nothing is asked for, else run the command; returns the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] == [WORKBOOK_CHILD]:
        # As for pictures: the frozen program reads a workbook in a process of its own.
        from app.sheets.workbook_child import main as read_workbook

        return read_workbook(words[1:])
    if words == [PICTURE_CHILD]:
        # The frozen program starts itself to decode pictures apart from everything else.
        from app.pictures.child import main as decode_pictures

        return decode_pictures()
    if not words and "_LIAISON_COMPLETE" not in os.environ:  # a shell that completes names no words either
        # Loaded here, as is the command line, so that each front end starts without the weight of the other.
        from app.desktop.start import main as open_desktop

        return open_desktop([])
    from app.cli.entry import main as run_command

    return run_command(words)
