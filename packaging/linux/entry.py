"""Starts the frozen program: without arguments the desktop, otherwise the command line."""

import multiprocessing
import sys

from app.bootstrap import main

if __name__ == "__main__":
    # A worker process of the frozen program starts here too, and must not open a second window.
    multiprocessing.freeze_support()
    sys.exit(main())
