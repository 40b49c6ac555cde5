"""What the data said when they were questioned, in one record."""

from __future__ import annotations

from dataclasses import dataclass

from interpret.validation.array_quality import Quality
from interpret.validation.duplicates import Twins
from interpret.validation.influence import Influence
from interpret.validation.opened_once import Ledger
from interpret.validation.shift import SetShift


@dataclass(frozen=True)
class Opening:
    """How the independent set was opened.

    Attributes
    ----------
    ledger
        Every model tried on it, frozen and hashed before.
    models_without
        Models without one training person that were applied too, for the three-way calls alone.
    blind
        Whether nobody had looked at these patients before; None: nobody said.
    seen
        Why they are no blind test, where the reader of the files knows it: what follows on `they`.
    patients
        Samples of the set.
    """

    ledger: Ledger
    models_without: int
    blind: bool | None
    seen: str
    patients: int


@dataclass(frozen=True, eq=False)
class Questioned:
    """Duplicates, arrays, influence, and of an independent set how it was opened and how it differs."""

    twins: Twins
    quality: Quality
    influence: Influence
    opening: Opening | None
    shift: SetShift | None
