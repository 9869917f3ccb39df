"""Manual: the help of the program, read offline inside the window."""
