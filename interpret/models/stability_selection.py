"""Which genes are chosen again and again when the patients are halved: complementary pairs stability selection."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from interpret.contracts import Column, FloatArray, IntArray, Stage, declared
from interpret.data.cohort import Cohort
from interpret.errors import AnalysisError, SettingsError
from interpret.method import Basis, Method
from interpret.models.lasso_entry import LassoEntry, Ranking
from interpret.models.name_order import by_name
from interpret.models.selection_bounds import ErrorBounds, error_bounds, largest_q, smallest_threshold
from interpret.nouns import PATIENT, told
from interpret.scoring.splits import persons_of_classes, stratified_folds
from interpret.settings import PreparationSettings, SparseSettings

# Pairs whose halves are held at once: bounds the memory and is how often progress is shown. No number depends on it.
PAIRS_AT_ONCE = 10
# Meinshausen & Buehlmann's first choice of q: their bound is the number allowed at this threshold.
FIRST_THRESHOLD = 0.9
# A gene on exactly the threshold must not be lost to rounding.
SAME_SHARE = 1e-9

SELECTION_COLUMNS = (
    Column("gene", "text", "", "gene or probe"),
    Column("frequency", "number", "", "share of the halves of the patients on which the gene was selected"),
    Column("chosen", "truth", "", "the share reaches the threshold"),
)


@dataclass(frozen=True)
class SelectionRule:
    """What is fixed without a look at the classes; what is None follows from the numbers of genes and samples.

    Attributes
    ----------
    threshold
        tau: a gene is chosen where at least this share of the halves selects it. None: the smallest share from 0.6 on
        that keeps the r-concave bound at or below `allowed`: q is settled first, then tau.
    q
        Most genes a half selects. None: where the threshold is given, as many as keep that bound at or below `allowed`;
        else `sqrt(0.8 p allowed)`, with which the plain bound is `allowed` at a threshold of 0.9. Never as many as the
        smallest half has samples, since a lasso cannot use more genes than that at once.
    allowed
        Expected number of chosen genes of low selection probability that is put up with.
    """

    threshold: float | None = None
    q: int | None = None
    allowed: float = 1.0

    def settle(self, offered: int, candidates: int, pairs: int, smallest_half: int) -> tuple[float, int]:
        """Return tau and q; the numbers are those of `error_bounds`, and the samples of the smallest half."""
        most = max(1, min(smallest_half - 1, offered))
        if self.q is not None:
            q = self.q
        elif self.threshold is not None:
            q = min(most, largest_q(offered, candidates, self.threshold, pairs, self.allowed))
        else:
            q = max(1, min(most, math.isqrt(int((2.0 * FIRST_THRESHOLD - 1.0) * offered * self.allowed))))
        threshold = self.threshold
        if threshold is None:
            threshold = smallest_threshold(q, offered, candidates, pairs, self.allowed)
        return threshold, q


# Ranks the genes on each half by itself; may work on all of them side by side.
BaseProcedure = Callable[[Sequence[Cohort]], Sequence[Ranking]]


@dataclass(frozen=True, eq=False)
class StabilitySelection:
    """Complementary pairs stability selection of one cohort.

    Attributes
    ----------
    genes
        `p` names in alphabetical order: every gene that the base procedure could have selected on some half.
    frequency
        `(p,)` share of the `2 * pairs` halves on which the gene was selected.
    threshold
        tau.
    q
        Most genes selected on a half.
    mean_selected
        Mean number selected; below `q` where the path did not reach so many.
    pairs
        B.
    offered
        Fewest genes offered to the base procedure on any half.
    half_sizes
        Samples in the smallest and in the largest half.
    bounds
        Bounds of the expected number of chosen genes that a half selects with probability `theta` at most. They hold
        for genes of low selection probability, which is not to say genes without effect; see `ErrorBounds`.
    """

    genes: tuple[str, ...]
    frequency: FloatArray
    threshold: float
    q: int
    mean_selected: float
    pairs: int
    offered: int
    half_sizes: tuple[int, int]
    bounds: ErrorBounds

    def __post_init__(self) -> None:
        frequency = np.array(self.frequency, dtype=np.float64)
        frequency.setflags(write=False)
        object.__setattr__(self, "frequency", frequency)

    @property
    def theta(self) -> float:
        """The selection probability that counts as low: what drawing `q` of the genes offered at random gives."""
        return self.q / self.offered

    @property
    def chosen(self) -> tuple[str, ...]:
        """The genes selected on at least `threshold` of the halves, most often selected first, ties by name."""
        table = self.table()
        return tuple(table["gene"][table["chosen"]])

    def table(self) -> pd.DataFrame:
        """Return the columns `SELECTION_COLUMNS` of every gene selected on any half, in the order of `chosen`."""
        order = [j for j in np.argsort(-self.frequency, kind="stable") if self.frequency[j] > 0.0]
        frame = pd.DataFrame(
            {
                "gene": np.array([self.genes[j] for j in order], dtype=object),
                "frequency": self.frequency[order],
                "chosen": self.frequency[order] >= self.threshold - SAME_SHARE,
            }
        )
        return declared(frame, SELECTION_COLUMNS, "selection")


def stability_selection(
    cohort: Cohort,
    settings: SparseSettings,
    preparation: PreparationSettings,
    stream: np.random.SeedSequence,
    *,
    pairs: int = 50,
    threads: int = 1,
    stage: Stage | None = None,
    rule: SelectionRule | None = None,
) -> StabilitySelection:
    """Return which genes the sparse logistic regression selects again and again; `LassoEntry` says what selects.

    The penalty is not tuned: on each half the first q genes of the path count. Of genes that stand for one another a
    half selects one, so a gene can matter and yet have a low frequency.

    Parameters
    ----------
    cohort, stream, pairs, stage, rule
        As for `complementary_pairs`.
    settings, preparation, threads
        As for `LassoEntry`.
    """
    return complementary_pairs(cohort, LassoEntry(settings, preparation, threads), stream, pairs, stage, rule)


def complementary_pairs(
    cohort: Cohort,
    base: BaseProcedure,
    stream: np.random.SeedSequence,
    pairs: int = 50,
    stage: Stage | None = None,
    rule: SelectionRule | None = None,
) -> StabilitySelection:
    """Halve the persons `pairs` times, rank the genes on both halves and count how often each is among the first q.

    Shah & Samworth (2013), doi:10.1111/j.1467-9868.2011.01034.x, after Meinshausen & Buehlmann (2010),
    doi:10.1111/j.1467-9868.2010.00740.x. The halves are stratified by class and each holds both classes; a person's
    samples are in one of them. Where a class has an odd number of persons one half has one more, so nobody is left out.
    The paper's halves are equally large, so that a gene has one probability p of being selected on either, and p^2 on
    both; of unequal halves p is the mean of the two probabilities, whose product is p^2 at most, and the bounds stand.

    The order of samples and genes in the cohort changes nothing: both are put in the order of their names first.

    Parameters
    ----------
    cohort
        Complete values as read; at least two persons of each class.
    base
        Ranks the genes on a half.
    stream
        Decides the halves; it is not changed.
    pairs
        B; the bounds are little better beyond 50, the authors' choice.
    stage
        Advanced by one step a half.
    rule
        Threshold and q; None: the defaults.

    Raises
    ------
    AnalysisError
        A class has fewer than two persons, or no gene passes the filter on a half.
    SettingsError
        The rule or the number of pairs is out of range.
    """
    rule = rule or SelectionRule()
    if pairs < 1:
        raise SettingsError(f"{pairs} pairs of halves cannot be drawn", wanted="one or more")
    cohort = by_name(cohort)
    _require_two(cohort)
    rankings: list[Ranking] = []
    sizes: list[int] = []
    for start in range(0, pairs, PAIRS_AT_ONCE):
        halves = _halves(cohort, range(start, min(start + PAIRS_AT_ONCE, pairs)), stream)
        rankings += base(halves)
        sizes += [half.n for half in halves]
        if stage is not None:
            stage.advance(len(halves))
    genes = sorted({gene for ranking in rankings for gene in ranking.offered})
    offered = min(len(ranking.offered) for ranking in rankings)
    threshold, q = rule.settle(offered, len(genes), pairs, min(sizes))
    return StabilitySelection(
        genes=tuple(genes),
        frequency=_counts(genes, rankings, q) / len(rankings),
        threshold=threshold,
        q=q,
        mean_selected=float(np.mean([len(ranking.entered[:q]) for ranking in rankings])),
        pairs=pairs,
        offered=offered,
        half_sizes=(min(sizes), max(sizes)),
        bounds=error_bounds(q, offered, len(genes), threshold, pairs),
    )


def _counts(genes: Sequence[str], rankings: Sequence[Ranking], q: int) -> IntArray:
    """Return `(p,)` on how many halves each gene is among the first `q`."""
    place = {gene: j for j, gene in enumerate(genes)}
    counts = np.zeros(len(genes), dtype=np.int64)
    for ranking in rankings:
        counts[[place[gene] for gene in ranking.entered[:q]]] += 1
    return counts


def _require_two(cohort: Cohort) -> None:
    fewest = min(persons_of_classes(cohort.positive, cohort.persons))
    if fewest < 2:  # noqa: PLR2004  one for each half
        raise AnalysisError(
            told(f"the smaller class has {fewest} {PATIENT}s"),
            wanted="at least 2, so that both halves hold one",
            remedy=told(f"use a cohort with more {PATIENT}s of each class"),
        )


def _halves(cohort: Cohort, pairs: Sequence[int], stream: np.random.SeedSequence) -> list[Cohort]:
    """Return both halves of the first of these pairs, then those of the next and so on."""
    halves = []
    for pair in pairs:
        # Made by hand: SeedSequence.spawn counts its calls, so a second run would get other halves.
        child = np.random.SeedSequence(entropy=stream.entropy, spawn_key=(*stream.spawn_key, pair))
        half = stratified_folds(cohort.positive, 2, child, cohort.persons)
        halves += [cohort.take(np.flatnonzero(half == side)) for side in (0, 1)]
    return halves


RECORD = Method(
    name="stability-selection",
    title="Stability selection",
    room="models",
    about="How often complementary halves of the training samples choose a gene by the sparse model.",
    basis=Basis(
        estimand="The probability that a random half of the samples chooses a gene.",
        formula="share_j = halves that choose gene j / halves; steady if share_j >= threshold.",
        assumptions=(
            "Halves that are independent, and a distribution of the shares that is r-concave; then at most one "
            "gene is expected that is chosen by chance."
        ),
        reference=(
            "Shah and Samworth 2013, doi:10.1111/j.1467-9868.2011.01034.x; Meinshausen and Bühlmann 2010, "
            "doi:10.1111/j.1467-9868.2010.00740.x"
        ),
    ),
)
