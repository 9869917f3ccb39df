"""First start: create a mission, join one, or look around with sample data."""
