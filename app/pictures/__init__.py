"""Pictures of others, read outside the program: a child process decodes, shrinks and strips them."""
