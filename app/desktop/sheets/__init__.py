"""Spreadsheets in and out: the mapping of columns, the dry run with the fate of each row, and what is written."""
