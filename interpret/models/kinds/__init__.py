"""The models, one a file; the registry is the tuple `KINDS`."""
