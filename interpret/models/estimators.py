"""The elastic net as scikit-learn estimators: for matrices, pipelines and scikit-learn's own model selection.

They know nothing of cohorts: preparation, screening and patients who gave several samples are the caller's business
(`groups` keeps samples of one patient together while tuning).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from numbers import Integral
from typing import Any, Literal, Self

import numpy as np
import numpy.typing as npt
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.model_selection import check_cv
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.models.elastic_net import fit_path
from interpret.models.estimator_inputs import (
    ClassWeight,
    EstimatorError,
    checked_weights,
    held_out_once,
    numbered_groups,
    with_class_weight,
)
from interpret.models.tuning import inner_folds, task_on_folds, tune
from interpret.scoring.splits import persons_of_classes
from interpret.settings import SparseSettings


class _TwoClasses(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """What both estimators share: two classes, weights, and a linear margin."""

    classes_: npt.NDArray[Any]
    coef_: FloatArray
    intercept_: FloatArray

    def __sklearn_tags__(self) -> Any:  # noqa: ANN401  a class of scikit-learn, which ships no types
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags

    def decision_function(self, X: npt.ArrayLike) -> FloatArray:
        """Return `(n,)` log-odds of `classes_[1]` for `X (n, p)`."""
        check_is_fitted(self)
        values = validate_data(self, X, dtype=np.float64, reset=False)
        chosen = np.flatnonzero(self.coef_[0])
        # Not through BLAS, and row by row: a sample's sum must not depend on the samples beside it.
        terms = np.ascontiguousarray(values[:, chosen]) * self.coef_[0, chosen]
        margins: FloatArray = terms.sum(axis=1) + self.intercept_[0]
        return margins

    def predict_proba(self, X: npt.ArrayLike) -> FloatArray:
        """Return `(n, 2)` probabilities of the two classes, in the order of `classes_`."""
        margin = self.decision_function(X)
        return np.column_stack([expit(-margin), expit(margin)])

    def predict(self, X: npt.ArrayLike) -> npt.NDArray[Any]:
        """Return `(n,)` the more probable class; `classes_[0]` where both are equally so."""
        second = self.decision_function(X) > 0.0
        predicted: npt.NDArray[Any] = self.classes_[second.astype(np.int64)]
        return predicted

    def _training(
        self, X: npt.ArrayLike, y: npt.ArrayLike, sample_weight: npt.ArrayLike | None, class_weight: ClassWeight
    ) -> tuple[FloatArray, BoolArray, FloatArray]:
        """Check what is to be learnt from; return values, class and weight of every sample, and set `classes_`."""
        values, labels = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(labels)
        weights = checked_weights(sample_weight, values)
        classes = np.unique(labels)
        if classes.size > 2:  # noqa: PLR2004  two classes is what this is for
            raise EstimatorError(
                f"Only binary classification is supported. y holds {classes.size} classes", wanted="two classes"
            )
        held = np.unique(labels[weights > 0.0]).size
        if held < 2:  # noqa: PLR2004
            number = "one class" if held == 1 else "no class"
            raise EstimatorError(f"y holds {number} among the samples of positive weight", wanted="two classes")
        self.classes_ = classes
        positive = np.asarray(labels == classes[1], dtype=np.bool_)
        return values, positive, with_class_weight(weights, positive, classes, class_weight)

    def _keep(self, coefficients: FloatArray, intercept: float, steps: float, violation: float) -> None:
        self.coef_ = coefficients[None]
        self.intercept_ = np.array([intercept])
        self.n_iter_ = int(steps)
        self.kkt_violation_ = float(violation)


class ElasticNetLogistic(_TwoClasses):
    """Logistic regression with an elastic-net penalty that is given.

    Minimises the objective of glmnet (family binomial, standardize = TRUE; Friedman, Hastie & Tibshirani 2010,
    doi:10.18637/jss.v033.i01): weighted mean of the negative log-likelihood plus
    `penalty * (alpha * |b|_1 + (1 - alpha) / 2 * |b|_2^2)`, `b` on features standardised under the same weights, the
    intercept free.

    Parameters
    ----------
    penalty
        glmnet's lambda, above 0. scikit-learn's `C` for `n` samples of weight 1 is `1 / (n * penalty)`.
    alpha
        Share of the L1 penalty, above 0; 1 is the lasso.
    class_weight
        A factor for the weights of each class, by label; "balanced": n / (2 n_class).

    Attributes
    ----------
    coef_, intercept_
        `(1, p)` and `(1,)` log-odds of `classes_[1]`, on the scale of X.
    classes_
        `(2,)` the labels, sorted.
    n_features_in_
        `p`.
    n_iter_
        Newton steps.
    kkt_violation_
        Largest violation of the optimality (KKT) conditions over all features and the intercept, in units of the
        gradient of the mean log-likelihood with respect to a standardised coefficient.
    """

    def __init__(self, penalty: float = 0.01, alpha: float = 1.0, class_weight: ClassWeight = None) -> None:
        self.penalty = penalty
        self.alpha = alpha
        self.class_weight = class_weight

    def fit(self, X: npt.ArrayLike, y: npt.ArrayLike, sample_weight: npt.ArrayLike | None = None) -> Self:
        """Learn from `X (n, p)` and labels `y (n,)`; weight 2 is a sample given twice, weight 0 one not given.

        Raises
        ------
        EstimatorError
            Not two classes, a negative weight, penalty or alpha out of range.
        """
        if not (0.0 < self.alpha <= 1.0 and 0.0 < self.penalty < math.inf):
            raise EstimatorError(
                f"penalty = {self.penalty} with alpha = {self.alpha} cannot be used",
                wanted="a penalty above 0 and an alpha above 0 and at most 1 (the lasso)",
            )
        values, positive, weights = self._training(X, y, sample_weight, self.class_weight)
        fit = fit_path(values, positive, self.alpha, np.array([self.penalty]), weights)
        self._keep(fit.coefficients[0], fit.intercepts[0], fit.steps[0], fit.violations[0])
        return self


class ElasticNetLogisticCV(_TwoClasses):
    """Logistic regression with an elastic-net penalty that is tuned by cross-validation inside `fit`.

    For each alpha a path of penalties runs from the smallest that leaves all features out downwards; the pair is chosen
    by the mean deviance of the samples held out, as cv.glmnet chooses lambda (Friedman, Hastie & Tibshirani 2010,
    doi:10.18637/jss.v033.i01). The objective is that of `ElasticNetLogistic`.

    Parameters
    ----------
    alphas
        Shares of the L1 penalty that are tried, each above 0.
    lambdas
        Penalties on each path, 5 or more.
    smallest_lambda_ratio
        The last penalty of a path as a share of its first.
    cv
        Number of folds, 3 or more, stratified by class (as many as the smaller class has groups where that is fewer);
        "leave-one-out"; or a splitter of scikit-learn, or a list of its (train, test) pairs, that holds every sample
        out once.
    repeats
        How often a number of folds is dealt anew.
    rule
        "min": the pair of the smallest mean deviance. "1se": of the pairs within one standard error of it, the one with
        the largest L1 penalty.
    class_weight
        As in `ElasticNetLogistic`, counted once over all samples; it weights the deviance too.
    random_state
        Seed of the folds, a whole number: no global random state is read.
    n_jobs
        Threads; no bit of the result depends on it.

    Attributes
    ----------
    coef_, intercept_, classes_, n_features_in_, n_iter_, kkt_violation_
        As in `ElasticNetLogistic`, at the pair chosen; Newton steps from the largest penalty of its path on.
    alpha_, lambda_
        The pair chosen.
    lambdas_, deviance_, deviance_error_
        `(a, l)` penalties of each alpha; mean deviance of the samples held out and its standard error.
    worst_kkt_violation_
        The largest over every point of every path fitted.
    """

    def __init__(  # noqa: PLR0913  scikit-learn's way: every choice is an argument of its own
        self,
        alphas: tuple[float, ...] = (0.5, 1.0),
        lambdas: int = 100,
        smallest_lambda_ratio: float = 0.01,
        cv: int | Literal["leave-one-out"] | Iterable[Any] = 10,
        *,
        repeats: int = 1,
        rule: Literal["min", "1se"] = "min",
        class_weight: ClassWeight = None,
        random_state: int = 0,
        n_jobs: int = 1,
    ) -> None:
        self.alphas = alphas
        self.lambdas = lambdas
        self.smallest_lambda_ratio = smallest_lambda_ratio
        self.cv = cv
        self.repeats = repeats
        self.rule = rule
        self.class_weight = class_weight
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit(
        self,
        X: npt.ArrayLike,
        y: npt.ArrayLike,
        sample_weight: npt.ArrayLike | None = None,
        groups: npt.ArrayLike | None = None,
    ) -> Self:
        """Learn from `X (n, p)` and labels `y (n,)`; samples of one group `(n,)` are held out together.

        A sample of weight 0 is not dealt to a fold. A sample of weight 2 is not a sample given twice as far as numbers
        of folds are dealt, where the two would be apart; give `cv` as pairs, or `groups`, to keep them together.

        Raises
        ------
        EstimatorError
            Not two classes, a class that cannot be held out, a negative weight, folds that do not hold every sample out
            once. A parameter out of range is a ValueError too.
        """
        settings = self._settings()
        values, positive, weights = self._training(X, y, sample_weight, self.class_weight)
        learnt_from = np.flatnonzero(weights)
        assignments = self._assignments(positive, groups, learnt_from, settings)
        task = task_on_folds(values[learnt_from], positive[learnt_from], weights[learnt_from], assignments, settings)
        tuned = tune([task], settings.rule, self.n_jobs)[0]
        self._keep(tuned.coefficients, tuned.intercept, tuned.steps, tuned.violation)
        self.alpha_, self.lambda_ = tuned.alpha, tuned.penalty
        self.lambdas_, self.deviance_, self.deviance_error_ = task.lambdas, tuned.inner_deviance, tuned.inner_error
        self.worst_kkt_violation_ = tuned.worst_violation
        return self

    def _settings(self) -> SparseSettings:
        """Return the grid and the inner cross-validation, checked."""
        if not all(0.0 < alpha <= 1.0 for alpha in self.alphas) or not len(self.alphas):
            raise EstimatorError(
                f"alphas = {self.alphas} cannot be used", wanted="one or more numbers above 0 and at most 1 (the lasso)"
            )
        # A word other than leave-one-out is refused like any value out of range.
        inner: dict[str, Any] = {"inner": self.cv} if isinstance(self.cv, str) else {}
        folds: dict[str, Any] = {"inner_folds": self.cv} if isinstance(self.cv, Integral) else {}
        return SparseSettings.model_validate(
            {
                "alphas": tuple(self.alphas),
                "lambdas": self.lambdas,
                "smallest_lambda_ratio": self.smallest_lambda_ratio,
                "inner_repeats": self.repeats,
                "rule": self.rule,
                **inner,
                **folds,
            }
        )

    def _assignments(
        self, positive: BoolArray, groups: npt.ArrayLike | None, learnt_from: IntArray, settings: SparseSettings
    ) -> IntArray:
        """Return `(r, m)` fold of each of the `m` samples learnt from, numbered from 0 without a gap."""
        if isinstance(self.cv, str | Integral):
            given = numbered_groups(groups, positive.size)[learnt_from]
            persons = np.unique(given, return_inverse=True)[1]
            smaller = min(persons_of_classes(positive[learnt_from], persons))
            if smaller < 2:  # noqa: PLR2004  left out, it would leave one class only
                raise EstimatorError(
                    f"the smaller class has {smaller} sample or group", wanted="at least 2, so that one can be held out"
                )
            return inner_folds(positive[learnt_from], persons, settings, np.random.SeedSequence(self.random_state))
        fold = held_out_once(check_cv(self.cv).split(positive, positive, groups), positive.size)[learnt_from]
        numbered = np.unique(fold, return_inverse=True)[1]
        for k in range(int(numbered.max()) + 1):
            if np.unique(positive[learnt_from][numbered != k]).size < 2:  # noqa: PLR2004
                raise EstimatorError(f"without fold {k} there are not two classes to learn from", where="cv")
        return numbered[None]
