"""How it runs: mappers, progress, provenance, delivery."""
