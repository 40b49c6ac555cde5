"""Keep the genes that were counted often enough among the training patients: no label is looked at."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from interpret.data.expression import Expression
from interpret.errors import AnalysisError
from interpret.method import Basis, Method
from interpret.prep.log_counts import CountLog, per_million


@dataclass(frozen=True)
class CountFilter:
    """What the filter learnt.

    Attributes
    ----------
    genes
        Names of the genes kept, in the order of the training set.
    min_cpm
        Counts per million that must be exceeded; of counts scaled already, the value itself.
    fewest
        In how many training patients.
    n_samples, n_genes
        How many patients and genes it was learnt from.
    """

    genes: tuple[str, ...]
    min_cpm: float
    fewest: int
    n_samples: int
    n_genes: int


def learn_count_filter(steps: CountLog, training: Expression, min_cpm: float, min_share: float) -> CountFilter:
    """Learn which genes have more than `min_cpm` counts per million in at least `min_share` of the training patients.

    A missing value is none above the limit. A gene that is rarely counted says little and has its own large variance on
    the logarithmic scale. The number of patients is a share of all and not the size of a class, so that no label is
    looked at. Source of the kind of rule: Chen, Lun and Smyth (2016), doi:10.12688/f1000research.8987.2.

    Raises
    ------
    AnalysisError
        No patient; no gene passes.
    """
    if not training.n_samples:
        raise AnalysisError("the filter of counts was given no patient", wanted="at least one training patient")
    fewest = max(1, math.ceil(min_share * training.n_samples - 1e-9))  # 0.2 of 15 is 3, whatever the last bit
    often = (per_million(steps, training) > min_cpm).sum(axis=0)  # (p,) NaN is not above
    kept = np.flatnonzero(often >= fewest)
    if not kept.size:
        raise AnalysisError(
            f"none of {training.n_genes} genes has more than {min_cpm:g} counts per million in {fewest} of the "
            f"{training.n_samples} training patients",
            wanted="at least one gene that was counted",
            remedy="lower min_cpm or min_share, or check that the values are counts",
        )
    genes = tuple(training.genes[j] for j in kept)
    return CountFilter(genes, min_cpm, fewest, training.n_samples, training.n_genes)


RECORD = Method(
    name="count-filter",
    title="Filter of genes that are hardly counted",
    room="preparation",
    about=(
        "Genes were kept that are counted often enough in as many samples as the smaller class has; learnt anew "
        "in every fold."
    ),
    basis=Basis(
        estimand="Which genes were counted often enough to be of use; no label is looked at.",
        formula="keep gene j if its counts per million exceed c in at least k samples.",
        assumptions="A gene with few reads in all samples tells no classes apart.",
        reference="Chen, Lun and Smyth 2016, doi:10.12688/f1000research.8987.2",
    ),
)
