"""Starts the frozen program: the desktop where it is called alone, the command line otherwise."""

import multiprocessing
import sys


def main() -> None:
    """Hand over to one of the two front ends; each is imported only where it is used, to start quickly."""
    if len(sys.argv) > 1:
        from app.cli.entry import main as command_line

        command_line()
    else:
        from app.__main__ import main as desktop

        sys.exit(desktop())


if __name__ == "__main__":
    multiprocessing.freeze_support()
    main()
