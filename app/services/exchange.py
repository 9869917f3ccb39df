"""Exchange: bundles out and in, the one door of the desktop and the command line."""

from __future__ import annotations

from app.services.exporting import export as export
from app.services.exporting import foresee as foresee
from app.services.holding import discard as discard
from app.services.importing import accept_withdrawals as accept_withdrawals
from app.services.importing import import_files as import_files
from app.services.importing import preview as preview
from app.services.settling import forks as forks
from app.services.settling import settle as settle
from app.services.undoing import last_import as last_import
from app.services.undoing import undo_import as undo_import
