"""Lists: every kind as a table of any length, generated from its declaration."""
