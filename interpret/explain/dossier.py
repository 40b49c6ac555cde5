"""What is known of single patients beside their calls: one record a patient, kept for their page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from interpret.explain.nearest import Nearest
from interpret.explain.standing import Standing
from interpret.explain.what_would_change import Change
from interpret.scoring.measures.protocol import Part

GENES = 12
"""Genes of a patient whose place in each class is worked out: as many as the waterfall of a page shows at most."""


@dataclass(frozen=True)
class Dossier:
    """One sample of one set.

    Attributes
    ----------
    nearest
        The training samples that resemble it most.
    standings
        Of the genes that argue most, as the explained model that judged it sees them; empty where none is explained.
    change
        What would turn the call of the first model; None where that could not be worked out.
    """

    sample: str
    part: Part
    nearest: Nearest
    standings: tuple[Standing, ...]
    change: Change | None

    def standing(self, gene: str) -> Standing | None:
        """Return where the sample stands in one gene; None where that was not worked out."""
        return next((standing for standing in self.standings if standing.gene == gene), None)


@dataclass(frozen=True)
class Dossiers:
    """One record a sample, training ones first, in the order of the study."""

    of: tuple[Dossier, ...] = ()

    @cached_property
    def _by_sample(self) -> dict[tuple[Part, str], Dossier]:
        return {(dossier.part, dossier.sample): dossier for dossier in self.of}

    def find(self, part: Part, sample: str) -> Dossier | None:
        """Return the record of one sample; None where there is none."""
        return self._by_sample.get((part, sample))
