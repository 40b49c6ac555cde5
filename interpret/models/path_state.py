"""What the elastic-net paths work in: one record of all genes, one of a path, and the arrays for both."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.models.paths import PathProblems

# Columns are padded with zeros to a multiple of this, so that dot products run in eight lanes without a remainder.
LANES = 8


class Genes(NamedTuple):
    """All genes of some paths: single precision for screening, what standardised them, and who has been admitted."""

    standard: npt.NDArray[np.float32]  # (m, p)
    mean: FloatArray  # (p,)
    deviation: FloatArray  # (p,)
    inverse: FloatArray  # (p,) of the deviation, 0 for a constant gene
    single: npt.NDArray[np.float32]  # (m,) residual
    start: npt.NDArray[np.float32]  # (p,) gradient without any gene
    gradient: npt.NDArray[np.float32]  # (p,)
    admitted: BoolArray  # (p,)


class Fit(NamedTuple):
    """The working state of one path. Admitted genes have slots, in order of admission; m is padded to `LANES`."""

    columns: FloatArray  # (p, m) standardised values of the admitted genes, double precision
    rows: FloatArray  # (m, p) the same by sample: sums over samples run over many genes at once
    gene: IntArray  # (p,) which gene a slot is
    coefficients: FloatArray  # (p,) by slot, standardised scale
    before: FloatArray  # (p,) the same before the present Newton step
    earlier: FloatArray  # (p,) the same at the lambda before
    pull: FloatArray  # (p,) by slot, sum of the residuals times the gene
    centre: FloatArray  # (p,) by slot, mean under the weights of the quadratic model
    through: FloatArray  # (p,) by slot, sum of `sample` times the gene
    tally: IntArray  # (2,) jumps on this path that reached the minimum of their model, and those that did not
    active: IntArray  # (p,) slots that the present Newton step moves
    curvature: FloatArray  # (p,) of those
    learnt: IntArray  # (m,) rows of the matrix that are learnt from
    others: IntArray  # the other rows
    label: FloatArray  # (m,)
    case: FloatArray  # (m,) share of each sample in the likelihood; they sum to 1
    margin: FloatArray  # (m,)
    residual: FloatArray  # (m,)
    weight: FloatArray  # (m,) of the quadratic model
    root: FloatArray  # (m,) of those
    support: IntArray  # (p,) slots that the system is about
    move: FloatArray  # (p,) of those, the way to the minimum
    inside: BoolArray  # (p,) slots of the support
    counted: BoolArray  # (p,) slots that `inner` is the sum over
    inner: FloatArray  # (m, m) inner products of the samples
    shift: FloatArray  # (m,) of each sample with the weighted mean
    sample: FloatArray  # (m,) one number a sample, of the system that is solved
    gram: FloatArray  # (m, m) that system, then its Cholesky factor
    weighted: FloatArray  # (m, m) by sample, the genes of the support, centred and weighted


def make_state(problems: PathProblems, path: int) -> tuple[Genes, Fit]:
    """Make the arrays of one path, and of those that learn from the same samples with the same weights."""
    weights = problems.weights[path]
    learnt = np.flatnonzero(weights)
    m, p = learnt.size, int(problems.sizes[problems.matrix[path]])
    padded = -(-m // LANES) * LANES
    case = np.zeros(padded)
    case[:m] = weights[learnt] / weights[learnt].sum()
    genes = Genes(
        standard=np.empty((m, p), dtype=np.float32),
        mean=np.zeros(p),
        deviation=np.zeros(p),
        inverse=np.zeros(p),
        single=np.zeros(m, dtype=np.float32),
        start=np.zeros(p, dtype=np.float32),
        gradient=np.zeros(p, dtype=np.float32),
        admitted=np.zeros(p, dtype=np.bool_),
    )
    fit = Fit(
        columns=np.empty((p, padded)),  # untouched pages cost nothing: few genes are ever admitted
        rows=np.empty((padded, 2 * LANES * (p // (2 * LANES)) + 3 * LANES)),
        gene=np.zeros(p, dtype=np.int64),
        coefficients=np.zeros(p),
        before=np.zeros(p),
        earlier=np.zeros(p),
        pull=np.zeros(p),
        centre=np.zeros(p),
        through=np.zeros(p),
        tally=np.zeros(2, dtype=np.int64),
        active=np.zeros(p, dtype=np.int64),
        curvature=np.zeros(p),
        learnt=learnt,
        others=np.flatnonzero(weights == 0.0),
        label=np.zeros(padded),
        case=case,
        margin=np.zeros(padded),
        residual=np.zeros(padded),
        weight=np.zeros(padded),
        root=np.zeros(padded),
        support=np.zeros(p, dtype=np.int64),
        move=np.zeros(p),
        inside=np.zeros(p, dtype=np.bool_),
        counted=np.zeros(p, dtype=np.bool_),
        inner=np.zeros((m, padded)),
        shift=np.zeros(padded),
        sample=np.zeros(padded),
        gram=np.zeros((m, m)),
        weighted=np.zeros((padded, m)),
    )
    return genes, fit
