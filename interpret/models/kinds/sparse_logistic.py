"""Elastic-net logistic regression, everything tuned inside `fit`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import zip_longest
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import expit

from interpret.contracts import FloatArray, Stage
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression
from interpret.method import Basis
from interpret.models.forms import Line
from interpret.models.learner import Family, HeldOut, Recipe
from interpret.models.rough_tuning import tune_roughly
from interpret.models.tuning import Tuned, TuningTask, make_task, tune
from interpret.prep.preparation import Preparation, apply_preparation, learn_preparation, narrowed
from interpret.settings import PreparationSettings, SparseSettings

# Most folds whose paths run in one batch: bounds the memory (45 MB of coefficients at 7,129 genes and 100 lambdas) and
# is how often progress is shown. A fold's numbers do not depend on it.
FOLDS_AT_ONCE = 8
# Most log-odds in one batch (134 MB): tuning by leave-one-out of 300 patients has 18 million in a single fold.
LOG_ODDS_AT_ONCE = 2**24


@dataclass(frozen=True, eq=False)
class FittedSparseLogistic:
    """A logistic regression on few genes.

    Attributes
    ----------
    preparation
        What was learnt of the values before the model; `probability` applies it to values as read.
    genes
        The `k` genes with a coefficient, in the order of the expression file. None at all is a valid answer: every
        probability is then the share of positives among the training patients.
    coefficient, intercept
        `(k,)` log-odds per unit of the prepared value (log2), and log-odds.
    background
        `(n, k)` prepared values of the training patients: the reference for SHAP values.
    alpha, penalty
        The pair chosen; `penalty` is lambda in glmnet's scaling.
    tuning
        Inner deviance, folds and KKT violations, as plain numbers.
    """

    preparation: Preparation
    genes: tuple[str, ...]
    coefficient: FloatArray
    intercept: float
    background: FloatArray
    alpha: float
    penalty: float
    tuning: tuple[tuple[str, float], ...]

    def __post_init__(self) -> None:
        for name in ("coefficient", "background"):
            array = np.array(getattr(self, name), dtype=np.float64)
            array.setflags(write=False)
            object.__setattr__(self, name, array)

    @property
    def family(self) -> Family:
        """Explained as a linear model."""
        return "linear"

    @property
    def form(self) -> Line:
        """The line over `genes`."""
        return Line(self.coefficient, self.intercept)

    @property
    def background_mean(self) -> FloatArray:
        """`(k,)` mean prepared value of each gene over the training patients."""
        means: FloatArray = self.background.mean(axis=0)
        return means

    @cached_property
    def model_id(self) -> str:
        """First 12 hex digits of the SHA-256 of everything that decides the probability of a sample as read."""
        prep = self.preparation
        words = [prep.scale_read.value, repr(prep.intensities), repr(prep.scales_arrays), *self.genes]
        if prep.scales_arrays:  # then the genes beside the model's own take part in the scaling
            words += ["|", *prep.genes]
        words += [repr(step) for step in narrowed(prep, self.genes).more_steps]
        digest = hashlib.sha256("\0".join(words).encode())
        numbers = [self.coefficient, np.array([self.intercept])]
        if prep.gene_scaling is not None:
            place = {gene: j for j, gene in enumerate(prep.gene_scaling.genes)}
            columns = [place[gene] for gene in self.genes]
            numbers += [prep.gene_scaling.mean[columns], prep.gene_scaling.sd[columns]]
        for array in numbers:
            digest.update(array.astype("<f8").tobytes())
        return digest.hexdigest()[:12]

    @property
    def coefficients(self) -> pd.DataFrame:
        """One row a gene: `gene`, `coefficient` (log-odds per unit), `mean` (prepared, over training patients)."""
        return pd.DataFrame(
            {"gene": np.array(self.genes, dtype=object), "coefficient": self.coefficient, "mean": self.background_mean}
        )

    def design(self, expression: Expression) -> FloatArray:
        """Return `(m, k)` prepared values of the model's genes for `m` samples as read."""
        values: FloatArray = apply_preparation(self.preparation, expression).named(self.genes).values
        return values

    def entered(self, expression: Expression) -> FloatArray:
        """Return `design`."""
        return self.design(expression)

    def margin(self, expression: Expression) -> FloatArray:
        """Return `(m,)` log-odds of the positive class."""
        # Not through BLAS: a sample's sum must not depend on the samples beside it or on the number of threads.
        margins: FloatArray = (self.design(expression) * self.coefficient).sum(axis=1) + self.intercept
        return margins

    def probability(self, expression: Expression) -> FloatArray:
        """Return `(m,)` probabilities of the positive class for `m` samples as read."""
        probabilities: FloatArray = expit(self.margin(expression))
        return probabilities

    def facts(self) -> dict[str, float]:
        """Return what was tuned and how well the optimiser did.

        `kkt_violation` is that of the model itself, `worst_kkt_violation` the largest over every point of every path
        that was fitted to tune it.
        """
        return {"alpha": self.alpha, "lambda": self.penalty, "genes": float(len(self.genes)), **dict(self.tuning)}


@dataclass(frozen=True)
class SparseLogistic:
    """Elastic-net logistic regression with alpha and lambda tuned by inner cross-validation.

    Parameters
    ----------
    settings
        Grid and inner cross-validation.
    preparation
        Preparation, learnt anew from whichever patients are given.
    roughly
        Paths are solved to fewer digits and cut short where nothing is found: see `tune_roughly`.
    """

    settings: SparseSettings = field(default_factory=SparseSettings)
    preparation: PreparationSettings = field(default_factory=PreparationSettings)
    roughly: bool = False

    @property
    def name(self) -> str:
        """Registry name."""
        return "sparse-logistic"

    @property
    def title(self) -> str:
        """Name for people."""
        return "Sparse logistic regression"

    @property
    def recipe(self) -> Recipe:
        """What is done to the values, and what is learnt where."""
        return Recipe(
            values="prepared",
            genes="by the L1 penalty",
            scaling="z-score",
            tuning=f"alpha and lambda, {len(self.settings.alphas) * self.settings.lambdas} pairs",
            inner=f"{self.settings.inner_folds}-fold",
        )

    @property
    def owns_folds(self) -> bool:
        """All folds run side by side."""
        return True

    @property
    def method(self) -> str:
        """One paragraph for the methods section."""
        s = self.settings
        alphas = " and ".join(f"{alpha:g}" for alpha in s.alphas)
        weighted = (
            " Each sample was weighted by n / (2 n_class), n and n_class being the numbers of samples learnt from and "
            "of those in its class, so that both classes weigh alike; means, standard deviations and the deviance "
            "below were weighted likewise."
            if s.class_weight == "balanced"
            else ""
        )
        rule = (
            "the pair with the smallest mean deviance was taken"
            if s.rule == "min"
            else "of the pairs within one standard error of the smallest mean deviance the one with the largest L1 "
            "penalty was taken"
        )
        return (
            "Logistic regression with the elastic-net penalty lambda * (alpha * |b|_1 + (1 - alpha) / 2 * |b|_2^2) on "
            "the mean log-likelihood, genes standardised within the patients learnt from and the intercept not "
            "penalised (Friedman, Hastie and Tibshirani 2010, doi:10.18637/jss.v033.i01). For alpha in "
            f"{alphas} a path of {s.lambdas} values of lambda, spaced evenly on the log scale, ran from the smallest "
            f"that leaves all genes out down to {s.smallest_lambda_ratio:g} of it; no path was cut short.{weighted} "
            f"Alpha and lambda were chosen together by {self._inner} within the patients learnt from: "
            f"{rule}, deviance being that of the inner held-out patients with probabilities kept within 1e-5 of 0 and "
            "1. Optimality of every solution was checked over all genes (KKT conditions)."
        )

    @property
    def _inner(self) -> str:
        """The inner cross-validation in words."""
        s = self.settings
        if s.inner == "leave-one-out":
            return "leave-one-out cross-validation (one patient with all their samples at a time)"
        repeated = f", repeated {s.inner_repeats} times" if s.inner_repeats > 1 else ""
        return (
            f"{s.inner_folds}-fold cross-validation stratified by class{repeated} (as many folds as the smaller class "
            "has patients where that is fewer)"
        )

    def in_fewer_digits(self) -> SparseLogistic:
        """Return the same learner in a hurry: on labels without meaning in a third of the time."""
        return replace(self, roughly=True)

    def fit(self, train: Cohort, stream: np.random.SeedSequence) -> FittedSparseLogistic:
        """Learn preparation, alpha, lambda and coefficients from `train`, on one thread.

        Raises
        ------
        AnalysisError
            A class has fewer than two patients, or no gene passes the filter.
        """
        return self._fit_all([self._prepare(train, stream)], threads=1)[0]

    def held_out(
        self, cohort: Cohort, streams: Sequence[np.random.SeedSequence], threads: int, stage: Stage
    ) -> HeldOut:
        """Leave out every patient in turn; the same bits as `fit(cohort.without(i), streams[k])`, sample `i` of `k`.

        Estimand: the error of the whole procedure, tuning included, trained on the `m - 1` other patients. Assumes
        patients are independent of each other; the samples of one need not be. Only speed is gained: the paths of
        several folds run side by side.

        Parameters
        ----------
        cohort
            `n` samples of `m` patients; fold `k` is handed the samples of the other `m - 1` and no trace of patient
            `k`.
        streams
            `m` streams, in the order of `Cohort.persons`.
        threads
            Paths run side by side; changes no number.
        stage
            Advanced by one step a sample.
        """
        probability = np.empty(cohort.n)
        fitted: list[FittedSparseLogistic] = []
        at_once = self._folds_at_once(cohort)
        batches = [range(k, min(k + at_once, cohort.n_persons)) for k in range(0, cohort.n_persons, at_once)]

        def prepared(folds: range) -> list[_Prepared]:
            return [self._prepare(cohort.without(int(cohort.rows_of(k)[0])), streams[k]) for k in folds]

        # The solver gives up the interpreter's lock: the next batch is prepared while the present one is solved.
        with ThreadPoolExecutor(1) as ahead:
            coming = ahead.submit(prepared, batches[0])
            for folds, after in zip_longest(batches, batches[1:]):
                present = coming.result()
                if after is not None:
                    coming = ahead.submit(prepared, after)
                fitted += self._fit_all(present, threads)
                for person in folds:
                    theirs = cohort.rows_of(person)
                    probability[theirs] = fitted[person].probability(cohort.expression.take_samples(theirs))
                    stage.advance(theirs.size)
        return HeldOut(probability, tuple(fitted[person] for person in cohort.persons))

    def _folds_at_once(self, cohort: Cohort) -> int:
        """Return how many folds run in one batch."""
        s = self.settings
        inner = cohort.n_persons if s.inner == "leave-one-out" else s.inner_folds * s.inner_repeats
        log_odds = len(s.alphas) * (1 + inner) * s.lambdas * cohort.n  # of one fold
        return max(1, min(FOLDS_AT_ONCE, LOG_ODDS_AT_ONCE // log_odds))

    def _prepare(self, train: Cohort, stream: np.random.SeedSequence) -> _Prepared:
        """Learn the preparation of one training set and lay out its grid and inner folds."""
        preparation = learn_preparation(train.expression, self.preparation, train.smaller_class)
        expression = apply_preparation(preparation, train.expression)
        task = make_task(expression.values, train.positive, train.persons, self.settings, stream)
        return _Prepared(preparation, expression, task)

    def _fit_all(self, sets: Sequence[_Prepared], threads: int) -> list[FittedSparseLogistic]:
        """Fit each training set on its own."""
        search = tune_roughly if self.roughly else tune
        tuned = search([each.task for each in sets], self.settings.rule, threads)
        return [_model(each.preparation, each.expression, found) for each, found in zip(sets, tuned, strict=True)]


class _Prepared(NamedTuple):
    """One training set, ready for the solver."""

    preparation: Preparation
    expression: Expression
    task: TuningTask


def _model(preparation: Preparation, prepared: Expression, tuned: Tuned) -> FittedSparseLogistic:
    selected = np.flatnonzero(tuned.coefficients)
    return FittedSparseLogistic(
        preparation=preparation,
        genes=tuple(prepared.genes[j] for j in selected),
        coefficient=tuned.coefficients[selected],
        intercept=tuned.intercept,
        background=prepared.values[:, selected],
        alpha=tuned.alpha,
        penalty=tuned.penalty,
        tuning=(
            ("lambda_position", float(tuned.position)),
            ("inner_folds", float(tuned.folds)),
            ("inner_deviance", tuned.deviance),
            ("kkt_violation", tuned.violation),
            ("worst_kkt_violation", tuned.worst_violation),
        ),
    )


BASIS = Basis(
    estimand="The chance of the positive class, given the genes. Genes with coefficient 0 are left out.",
    formula=(
        "logit p = b0 + sum of b_j * z_j; b minimises -mean log-likelihood + lambda * (alpha * sum |b_j| + (1 - "
        "alpha) / 2 * sum b_j^2)."
    ),
    assumptions=(
        "Log-odds that are linear in the genes, and persons who are independent of each other. Of correlated "
        "genes it may pick any."
    ),
    reference=(
        "Zou and Hastie 2005, doi:10.1111/j.1467-9868.2005.00503.x; Friedman, Hastie and Tibshirani 2010, "
        "doi:10.18637/jss.v033.i01"
    ),
)
