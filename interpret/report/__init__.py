"""What is said, then how it looks."""
