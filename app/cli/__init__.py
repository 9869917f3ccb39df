"""The command line: everything that moves data, without a window, on the same services as the desktop."""
