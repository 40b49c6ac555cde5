"""Simulated studies of counts in which it is known which genes differ, and what voom calls in them.

`python tests/stats/voom_studies.py [STUDIES]`, with PYTHONPATH the top level, writes the table that the words on
libraries of unequal size go by (interpret/report/count_cautions.py, interpret/stats/two_group/voom_t.py).
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from typing import Literal

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.data.expression import Expression, Scale
from interpret.prep.filter_by_expression import ExpressionRule, learn_expression_filter
from interpret.prep.tmm import learn_tmm, normalised_libraries
from interpret.stats.design import Design, two_groups
from interpret.stats.multiplicity import benjamini_hochberg
from interpret.stats.squeeze import fit_variance_prior
from interpret.stats.two_group.moderated_t import moderate
from interpret.stats.voom import Counts, voom

GENES, PLANTED = 4000, 200
ALPHA = 0.05
Large = Literal["turns", "positive"]


@dataclass(frozen=True)
class Plan:
    """How studies are simulated.

    Attributes
    ----------
    n_negative, n_positive
        Samples of each class.
    apart
        How many times the reads of the others the large libraries have.
    large
        Which are large: every other sample, so that both classes have as many; or the positive class.
    batch
        Whether the samples come in two batches, in which genes differ and for which the design adjusts.
    planted
        Genes that differ, 2.5-fold, half of them down.
    """

    n_negative: int
    n_positive: int
    apart: float = 1.0
    large: Large = "turns"
    batch: bool = False
    planted: int = PLANTED

    @property
    def positive(self) -> BoolArray:
        """`(n,)` the class of each sample."""
        return np.arange(self.n_negative + self.n_positive) >= self.n_negative

    @property
    def batches(self) -> FloatArray:
        """`(n,)` 0 and 1, in pairs of samples."""
        return (np.arange(self.positive.size) // 2 % 2).astype(np.float64) * self.batch


@dataclass(frozen=True)
class Called:
    """What was called in each study: `(s,)` share of it that is false, share of the planted genes, whether any."""

    false_share: FloatArray
    power: FloatArray
    any_called: BoolArray

    @property
    def error(self) -> float:
        """Standard error of the mean share."""
        return float(self.false_share.std(ddof=1)) / math.sqrt(self.false_share.size)


def simulated(random: np.random.Generator, plan: Plan) -> tuple[Expression, BoolArray]:
    """Return counts of one study, and which genes were planted.

    The dispersion falls with the level and varies around that by an inverse chi-square law, as in Law et al. 2014.
    """
    positive, n = plan.positive, plan.positive.size
    share = np.exp(random.normal(0.0, 1.8, GENES))
    share /= share.sum()
    truth = np.arange(GENES) < plan.planted
    fold = np.where(truth, random.choice([0.4, 2.5], GENES), 1.0)
    large = positive if plan.large == "positive" else np.arange(n) % 2 == 1
    library = 2e6 * np.where(large, plan.apart, 1.0) * random.uniform(0.8, 1.25, n)
    mean = library[:, None] * share * np.where(positive[:, None], fold, 1.0)
    mean = mean * np.exp(plan.batches[:, None] * random.normal(0.0, 0.3, GENES))
    dispersion = (0.2 + 1.0 / np.sqrt(1e7 * share)) ** 2 * 40.0 / random.chisquare(40.0, GENES)
    counts = random.poisson(mean * random.gamma(1.0 / dispersion, size=(n, GENES)) * dispersion)
    names = tuple(f"S{i:02d}" for i in range(n)), tuple(f"g{j:04d}" for j in range(GENES))
    return Expression(counts.astype(np.float64), *names, Scale.COUNTS), truth


def studied(plan: Plan, seed: int, studies: int) -> Called:
    """Return what voom calls in each of so many studies."""
    positive, batches = plan.positive, plan.batches
    design = two_groups(positive)
    if plan.batch:
        columns, strata = np.column_stack([np.ones(positive.size), batches]), batches.astype(np.int64)
        design = Design(positive, columns, ("intercept", "batch"), "strata", strata, "~ group + batch")
    found = []
    for stream in np.random.SeedSequence(seed).spawn(studies):
        expression, truth = simulated(np.random.default_rng(stream), plan)
        kept, yes = _called(expression, design)
        planted = truth[[int(gene[1:]) for gene in kept]]
        right = int((yes & planted).sum())
        found.append((int(yes.sum()), right, int(planted.sum())))
    called, right, planted = np.array(found, dtype=np.float64).T
    return Called((called - right) / np.maximum(1.0, called), right / np.maximum(1.0, planted), called > 0)


def _called(expression: Expression, design: Design) -> tuple[tuple[str, ...], BoolArray]:
    """Return the genes tested, and which of them are called."""
    smaller = int(min(design.positive.sum(), (~design.positive).sum()))
    kept = learn_expression_filter(expression, ExpressionRule(), smaller).genes
    library = normalised_libraries(learn_tmm(expression, kept), expression).effective
    fit = voom(Counts(expression.named(kept).values, library), design).fit
    result = moderate(fit, fit_variance_prior(fit.variance, fit.df.astype(np.float64)))
    return kept, benjamini_hochberg(result.p_value) <= ALPHA


def main(studies: int) -> None:
    sizes = ((4, 4), (11, 6), (20, 20))
    unequal = [(large, apart) for large in ("turns", "positive") for apart in (2.0, 3.0, 5.0, 10.0)]
    for n_negative, n_positive in sizes:
        for large, apart in (("turns", 1.0), *unequal):
            plan = Plan(n_negative, n_positive, apart, large)
            found = studied(plan, 320, studies)
            cells = (f"{found.false_share.mean():.4f}", f"{found.error:.4f}", f"{found.power.mean():.2f}")
            sys.stdout.write("\t".join((f"{n_negative} + {n_positive}", large, f"{apart:g}", *cells)) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
