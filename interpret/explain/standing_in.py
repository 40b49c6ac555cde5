"""Whether one gene would do in the place of another: the held-out loss with the other gene's value in its place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import stats

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.explain.folds import Fold
from interpret.explain.replacing import Replacing

MOST_RISE = 0.02
"""Of the mean Brier score: as if one patient in fifty went from a sure right call to a sure wrong one."""
LEAST_KEPT = 0.5
"""Share of what the gene adds that must be kept: the half that trials of non-inferiority ask for."""
LEVEL = 0.95
FEWEST = 10
_LEVELS_OF_NOISE = 25  # values that stand for the distribution of a gene: its middle quantiles

Verdict = Literal["yes", "no", "undecided", "not needed"]


@dataclass(frozen=True)
class StandIn:
    """One gene tried in the place of another.

    Attributes
    ----------
    gene
        The one whose value is given.
    rise, rise_high
        Mean rise of the held-out Brier score, and its one-sided 95 % upper limit.
    verdict
        `yes`: it would do; `no`: it would not, less than half of what the replaced gene adds is kept; `undecided`: the
        patients are too few to say either; `not needed`: not even noise makes the score rise for certain.
    """

    gene: str
    rise: float
    rise_high: float
    verdict: Verdict


@dataclass(frozen=True)
class Swap:
    """What became of a model's judgements when one of its genes was replaced.

    Attributes
    ----------
    replaced
        The gene.
    persons
        Those judged by a model that uses it: the only ones asked.
    noise, noise_low
        Mean rise of the held-out Brier score with values of other patients in its place, and its one-sided 95 % lower
        limit.
    others
        The genes tried in its place.
    """

    replaced: str
    persons: int
    noise: float
    noise_low: float
    others: tuple[StandIn, ...]

    @property
    def needed(self) -> bool:
        """Whether noise in its place makes the score rise for certain."""
        return self.noise_low > 0.0

    def verdict_on(self, gene: str) -> str:
        """Return the verdict on a gene; empty for one that was not tried."""
        return next((other.verdict for other in self.others if other.gene == gene), "")

    @property
    def would_do(self) -> tuple[str, ...]:
        """The genes that would do in its place."""
        return tuple(other.gene for other in self.others if other.verdict == "yes")


@dataclass(frozen=True, eq=False)
class FoldValues:
    """One fold of one model, ready for trials.

    Attributes
    ----------
    model
        None where its kind cannot be tried.
    used
        Gene to its column in the design of the model.
    values, genes
        `(n, g)` values of all samples, prepared as in this fold, and gene to column.
    positive
        `(n,)` class; only that of the fold's training patients is learnt from.
    """

    fold: Fold
    model: Replacing | None
    used: dict[str, int]
    values: FloatArray
    genes: dict[str, int]
    positive: BoolArray


def swap(
    folds: Sequence[FoldValues],
    replaced: str,
    candidates: Sequence[str],
    persons: IntArray,
) -> Swap | None:
    """Give each held-out patient another gene's value in the place of `replaced` and see what the Brier score does.

    In each fold the value of the other gene is brought to the scale of `replaced` by what the fold's training patients
    say: as many of its standard deviations from its mean, in the direction of the correlation within the classes. So
    neither class nor value of the patient who is left out is looked at. Noise is the mean over 25 quantiles of
    `replaced` among these training patients: what remains when the gene says nothing.

    The rule is one of non-inferiority, with margins fixed beforehand. A gene would do where the one-sided 95 % upper
    limit of the mean rise is below `MOST_RISE`, and that of the rise less half of the rise by noise below 0: the
    margin is the smaller of 0.02 and half of what the gene adds (the half: FDA 2016, Non-Inferiority Clinical Trials to
    Establish Effectiveness). Both have to hold, so the level is that of one test (Berger 1982, Technometrics 24:295).
    It would not where the lower limit of that difference is above 0. Of a gene without which the score does not rise
    for certain it is only said that the model hardly needs it: any gene would pass. Limits are Student's over persons,
    whose samples are averaged.

    Parameters
    ----------
    folds
        Of one model. Only patients of folds that use `replaced` are asked.
    candidates
        Genes tried.
    persons
        `(n,)` person of each sample.

    Returns
    -------
    Swap or None
        None where fewer than ten persons can be asked.
    """
    noise = np.full(persons.size, np.nan)  # (n,) rise of each sample
    rise = np.full((persons.size, len(candidates)), np.nan)
    for each in folds:
        if each.model is not None and replaced in each.used:
            rows = each.fold.judged
            noise[rows], rise[rows] = _rises(each, each.model, replaced, candidates)
    asked = np.isfinite(noise)
    by_person = _means(np.column_stack([noise, rise])[asked], persons[asked])  # (k, 1 + c)
    if len(by_person) < FEWEST:
        return None
    harm = by_person[:, 0]
    needed = _limit(-harm) < 0.0
    others = []
    for column, gene in enumerate(candidates, 1):
        own = by_person[:, column]
        verdict: Verdict = _verdict(own, harm) if needed else "not needed"
        others.append(StandIn(gene, float(own.mean()), _limit(own), verdict))
    return Swap(replaced, len(by_person), float(harm.mean()), -_limit(-harm), tuple(others))


def _verdict(rise: FloatArray, harm: FloatArray) -> Verdict:
    """Judge `(k,)` rises by another gene against those by noise."""
    lost = rise - LEAST_KEPT * harm  # above 0: less than half is kept
    if _limit(rise) < MOST_RISE and _limit(lost) < 0.0:
        return "yes"
    return "no" if _limit(-lost) < 0.0 else "undecided"


def _rises(
    each: FoldValues, model: Replacing, replaced: str, candidates: Sequence[str]
) -> tuple[FloatArray, FloatArray]:
    """Return the rise of the squared error of each judged sample by noise, `(m,)`, and by each candidate, `(m, c)`."""
    rows, taught, column = each.fold.judged, each.fold.taught, each.used[replaced]
    design = model.design[taught, column]
    middle = (np.arange(_LEVELS_OF_NOISE) + 0.5) / _LEVELS_OF_NOISE
    noise = np.tile(np.sort(design)[(middle * design.size).astype(np.int64)], (rows.size, 1))
    tried = np.hstack([noise, _mapped(each, design, replaced, candidates)])
    truth = each.positive[rows].astype(np.float64)[:, None]
    before = (model.probability[:, None] - truth) ** 2
    after = (model.with_values(column, tried) - truth) ** 2 - before
    return after[:, :_LEVELS_OF_NOISE].mean(axis=1), after[:, _LEVELS_OF_NOISE:]


def _mapped(each: FoldValues, design: FloatArray, replaced: str, candidates: Sequence[str]) -> FloatArray:
    """Return `(m, c)`: the judged samples' values of each candidate on the scale of `replaced` as the model sees it."""
    rows, taught = each.fold.judged, each.fold.taught
    columns = np.array([each.genes[gene] for gene in (replaced, *candidates)], dtype=np.int64)
    known = each.values[np.ix_(taught, columns)]
    inside = _centred(known, each.positive[taught])
    direction = np.where(inside[:, :1].T @ inside[:, 1:] < 0.0, -1.0, 1.0)  # (1, c)
    mean, spread = known[:, 1:].mean(axis=0), known[:, 1:].std(axis=0)
    flat = spread == 0.0  # says nothing: every patient gets the mean
    score = (each.values[np.ix_(rows, columns[1:])] - mean) / np.where(flat, np.inf, spread)
    return np.asarray(design.mean() + design.std() * direction * score, dtype=np.float64)


def _centred(values: FloatArray, positive: BoolArray) -> FloatArray:
    """Return `(n, c)` distances from the mean of each sample's class."""
    means = np.where(positive[:, None], values[positive].mean(axis=0), values[~positive].mean(axis=0))
    return np.asarray(values - means, dtype=np.float64)


def _means(values: FloatArray, persons: IntArray) -> FloatArray:
    """Return one row a person: the mean of `(n, c)` over their samples."""
    _, number, samples = np.unique(persons, return_inverse=True, return_counts=True)
    total = np.zeros((samples.size, values.shape[1]))
    np.add.at(total, number, values)
    return total / samples[:, None]


def _limit(values: FloatArray) -> float:
    """Return the one-sided upper limit of the mean of `(k,)` values."""
    half = stats.t.ppf(LEVEL, values.size - 1) * values.std(ddof=1) / math.sqrt(values.size)
    return float(values.mean() + half)
