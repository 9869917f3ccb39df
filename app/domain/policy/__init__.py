"""Policy: the pure rules of who may say, read and decide what."""
