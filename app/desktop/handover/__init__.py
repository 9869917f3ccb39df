"""The hand-over at a rotation."""
