"""Exchange: bundles out and in, who has what, and where people disagree."""
