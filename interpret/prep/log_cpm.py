"""From counts to log2 counts per million of the effective library (edgeR's cpm with log)."""

from __future__ import annotations

import numpy as np

from interpret.contracts import FloatArray
from interpret.data.expression import Expression, Scale
from interpret.method import Basis, Method
from interpret.prep.select import select_genes
from interpret.prep.tmm import TmmReference, normalised_libraries

PRIOR_COUNT = 2.0
MILLION = 1e6


def log_cpm(counts: FloatArray, library: FloatArray, mean_library: float, prior: float = PRIOR_COUNT) -> FloatArray:
    """Return `(n, p)` log2((count + a) / (library + 2 a) x 1,000,000), with a = `prior` x library / mean library.

    The count added is in proportion to the library, so that equal shares give equal values whatever the library.

    Parameters
    ----------
    counts
        `(n, p)`; missing stays missing.
    library
        `(n,)` effective library sizes.
    mean_library
        Mean library size of the training patients.

    Notes
    -----
    As edgeR's cpm(log = TRUE): Chen, Lun and Smyth 2016, doi:10.12688/f1000research.8987.2.
    """
    added = prior * library / mean_library  # (n,)
    values = counts + added[:, None]
    values /= ((library + 2.0 * added) / MILLION)[:, None]
    return np.asarray(np.log2(values, out=values), dtype=np.float64)


def apply_log_cpm(reference: TmmReference, expression: Expression, genes: tuple[str, ...]) -> Expression:
    """Return these genes of any samples, each sample normalised by itself against the stored reference."""
    library = normalised_libraries(reference, expression).effective
    chosen = select_genes(expression, genes)
    values = log_cpm(chosen.values, library, reference.mean_library)
    values.setflags(write=False)  # spares Expression its defensive copy
    return chosen.with_values(values, Scale.LOG_CPM)


RECORD = Method(
    name="log-cpm",
    title="Log2 counts per million of the effective library",
    room="preparation",
    about="For the models counts became log2 counts per million of the normalised library.",
    basis=Basis(
        estimand="The share of a gene among the reads of its sample, on a log scale.",
        formula="y = log2((count + a) / (N + 2 a) * 1,000,000); N = effective library size, a = 2 N / mean N.",
        assumptions="Libraries made comparable before; few counts are pulled towards each other by a.",
        reference="Chen, Lun and Smyth 2016, doi:10.12688/f1000research.8987.2",
    ),
)
