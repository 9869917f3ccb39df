"""Editors: the form of any kind, made from its declaration."""
