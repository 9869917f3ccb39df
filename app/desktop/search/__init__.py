"""Search: everything that can be found or done, from one field."""
