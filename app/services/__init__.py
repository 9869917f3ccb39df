"""Use cases: each is a short function around one commit, and says what changed."""
