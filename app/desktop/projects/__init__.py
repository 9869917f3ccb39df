"""Projects: the board by state, the timeline against the limit, and the money."""
