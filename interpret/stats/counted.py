"""The counts behind a question, for the tests that look at them."""

from __future__ import annotations

import numpy as np

from interpret.data.cohort import Cohort
from interpret.data.expression import Expression
from interpret.prep.preparation import Preparation
from interpret.prep.tmm import TmmReference, normalised_libraries
from interpret.stats.voom import Counts


def counts_behind(asked: Cohort, read: Expression, preparation: Preparation) -> Counts | None:
    """Return the counts of the samples and genes that are asked about; None where the values are no counts.

    Parameters
    ----------
    asked
        Prepared samples and genes, as the question has them. What is missing there is missing here.
    read
        The counts as read, of these samples and genes and others.
    preparation
        By which they were prepared: libraries are normalised against its reference patient.
    """
    if not isinstance(preparation.counts, TmmReference):
        return None
    row = {sample: i for i, sample in enumerate(read.samples)}
    samples = read.take_samples([row[sample] for sample in asked.samples])
    library = normalised_libraries(preparation.counts, samples).effective
    values = samples.named(asked.genes).values
    return Counts(np.where(np.isnan(asked.expression.values), np.nan, values), library)
