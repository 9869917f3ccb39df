"""Signed, encrypted bundles: the only package that signs, encrypts and reads the container. See FORMAT.md."""
