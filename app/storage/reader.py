"""The reader: everything that can be asked within one snapshot of the logbook."""

from __future__ import annotations

from app.storage.account_reads import AccountReads
from app.storage.exchange_reads import ExchangeReads
from app.storage.liaison_reads import LiaisonReads
from app.storage.list_reads import ListReads


class Reader(ListReads, LiaisonReads, ExchangeReads, AccountReads):
    """Reads one snapshot: what others save meanwhile is not seen."""
