"""Ways to leave patients out, one a file; `scheme_for` says which one judges the training patients."""

from __future__ import annotations

from interpret.settings import ValidationSettings
from interpret.validation.schemes.k_fold import KFold
from interpret.validation.schemes.leaving_one_out import LeaveOneOut
from interpret.validation.schemes.protocol import LeftOut, Scheme

LARGEST_FOR_ONE_BY_ONE = 150
"""Persons up to whom leave-one-out is the default: beyond, it takes long and gains little over ten folds."""

__all__ = ["LARGEST_FOR_ONE_BY_ONE", "KFold", "LeaveOneOut", "LeftOut", "Scheme", "scheme_for"]


def scheme_for(settings: ValidationSettings, persons: int) -> LeaveOneOut | KFold:
    """Return the scheme asked for; of `auto` leave-one-out where there are few persons, else k-fold."""
    one_by_one = persons <= LARGEST_FOR_ONE_BY_ONE if settings.scheme == "auto" else settings.scheme == "leave-one-out"
    return LeaveOneOut() if one_by_one else KFold(settings.folds, settings.repeats)
