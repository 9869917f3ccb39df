"""The desktop: `python -m app [LOGBOOK]`."""

import sys

from app.desktop.start import main

if __name__ == "__main__":
    sys.exit(main())
