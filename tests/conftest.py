"""What holds for every test: Qt without a screen, and how long Hypothesis may search."""

import gc
import os

from hypothesis import settings

from app.storage import sqlite

# Before anything imports Qt, which reads it once.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("LIAISON_TEST_PLATFORM", "offscreen")

settings.register_profile("default", max_examples=40, deadline=None)
settings.register_profile("ci", max_examples=40, deadline=None, derandomize=True, print_blob=True)
settings.register_profile("soak", max_examples=5000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "default"))

COMPILED = sqlite.compiled()
"""Held for as long as the tests run: what is compiled for one logbook serves those of the next test."""


def pytest_collection_finish() -> None:
    """Let no collection of garbage look through what was loaded for the tests: it stays for as long as they run."""
    gc.collect()
    gc.freeze()
