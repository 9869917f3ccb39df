"""Liaison Logbook: an offline-first logbook for civil-military coordination officers."""

__version__ = "0.1.0"
