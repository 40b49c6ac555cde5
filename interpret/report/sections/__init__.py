"""Sections, one a file; the registry is the tuple `SECTIONS`."""
