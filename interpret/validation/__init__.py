"""Whether to believe it."""
