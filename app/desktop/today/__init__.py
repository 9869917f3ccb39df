"""Today: what is late, what is due, and what came in."""
