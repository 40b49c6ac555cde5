"""A question to every gene."""
