"""Studies done elsewhere, repeated as they were done."""
