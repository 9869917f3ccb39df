"""Reports: a pure function from frozen plain data to PDF bytes; the only package that makes PDF pages.

Nothing is imported here, so that a program that makes no report does not pay for the PDF engine.
"""
