"""From counts to log2 counts per million, each sample by itself: for what is learnt from nobody."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interpret.contracts import FloatArray
from interpret.data.expression import Expression, Scale
from interpret.errors import AnalysisError
from interpret.method import Basis, Method
from interpret.prep.select import select_genes

PRIOR = 0.5  # added to every count, so that a zero has a logarithm
MILLION = 1e6


@dataclass(frozen=True)
class CountLog:
    """How counts are logged.

    Attributes
    ----------
    library
        The genes over which a sample's library size is summed; None where the counts were scaled already.
    """

    library: tuple[str, ...] | None

    @property
    def facts(self) -> tuple[object, ...]:
        """What the hash of a model needs to know."""
        return ("counts", self.library and tuple(sorted(self.library)))


def learn_count_log(training: Expression) -> CountLog | None:
    """Return how values on this scale are logged; None where they are no counts. Nothing is learnt but gene names."""
    if training.scale is Scale.COUNTS:
        return CountLog(training.genes)
    return CountLog(None) if training.scale is Scale.SCALED_COUNTS else None


def log_counts(steps: CountLog, expression: Expression, genes: tuple[str, ...]) -> Expression:
    """Return these genes as log2((count + 0.5) / (library size + 1) * 1,000,000).

    The library size is the sample's sum over `steps.library`, missing values left out, so nothing depends on other
    samples. Counts that were scaled already are not scaled again: log2(value + 0.5). What is missing stays missing.
    Source: Law et al. (2014), doi:10.1186/gb-2014-15-2-r29 (voom, without its weights and without normalisation).

    Raises
    ------
    AnalysisError
        A sample in which nothing was counted (named).
    """
    chosen = select_genes(expression, genes)
    if steps.library is None:
        values = np.log2(chosen.values + PRIOR)
        return _as(chosen, values, Scale.LOG_SCALED)
    size = library_size(steps.library, expression)  # (n,)
    return _as(chosen, np.log2((chosen.values + PRIOR) / (size[:, None] + 1.0) * MILLION), Scale.LOG_CPM)


def library_size(library: tuple[str, ...], expression: Expression) -> FloatArray:
    """Return `(n,)` what was counted in each sample over these genes."""
    # exact whatever the order: sums of whole numbers below 2^53
    size = np.nansum(select_genes(expression, library).values, axis=1)
    if (size <= 0.0).any():
        names = [name for name, total in zip(expression.samples, size, strict=True) if total <= 0.0]
        raise AnalysisError(
            f"nothing was counted in {len(names)} samples",
            where="first: " + ", ".join(names[:5]),
            wanted="counts above 0",
            remedy="leave these samples out",
        )
    return np.asarray(size, dtype=np.float64)


def _as(chosen: Expression, values: FloatArray, scale: Scale) -> Expression:
    values.setflags(write=False)  # spares Expression its defensive copy
    return chosen.with_values(values, scale)


RECORD = Method(
    name="log-counts",
    title="Log2 counts per million",
    room="preparation",
    about="Counts became log2 counts per million, each sample by itself.",
    basis=Basis(
        estimand="The share of a gene among the reads of its sample, on a log scale.",
        formula="y = log2((count + 0.5) / (library size + 1) * 1,000,000).",
        assumptions="Libraries that differ in size and not in make-up; otherwise normalise before.",
        reference="Law et al. 2014, doi:10.1186/gb-2014-15-2-r29",
    ),
)
