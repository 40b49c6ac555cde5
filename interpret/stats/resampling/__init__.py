"""Permutations of one comparison: a way to permute for every design, one a file; the registry is `SCHEMES`."""

from __future__ import annotations

from interpret.stats.resampling.permute import (
    SCHEMES,
    draws_needed,
    method_text,
    resample,
    unfit_for_permutation,
)
from interpret.stats.resampling.resampled import Resampled, Scheme

__all__ = [
    "SCHEMES",
    "Resampled",
    "Scheme",
    "draws_needed",
    "method_text",
    "resample",
    "unfit_for_permutation",
]
