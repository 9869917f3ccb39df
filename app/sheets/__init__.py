"""Sheets: spreadsheets, calendars and maps as files, in and out; the only package that knows their formats."""
