"""An answer for every patient."""
