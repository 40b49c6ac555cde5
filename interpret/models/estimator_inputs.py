"""What is given to the scikit-learn estimators besides X and y, checked: weights, groups and folds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from sklearn.utils import check_array

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.errors import InterpretError
from interpret.models.elastic_net import balanced_weights

ClassWeight = Mapping[Any, float] | Literal["balanced"] | None


class EstimatorError(InterpretError, ValueError):
    """What was given to an estimator cannot be used; a ValueError, which scikit-learn asks for."""


def held_out_once(splits: Iterable[tuple[IntArray, IntArray]], n: int) -> IntArray:
    """Return `(n,)` the fold that holds each sample out."""
    fold, times = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    for k, (train, test) in enumerate(splits):
        taught, held = np.zeros(n, dtype=np.bool_), np.zeros(n, dtype=np.bool_)
        taught[train], held[test] = True, True
        fold[held] = k
        times += np.where(taught == held, 2, held)  # neither or both: no fold of ours
    if not np.all(times == 1):
        raise EstimatorError(
            "the folds do not hold every sample out once",
            where="cv",
            wanted="each split: some held out, all others learnt from",
        )
    return fold


def numbered_groups(groups: npt.ArrayLike | None, n: int) -> IntArray:
    """Return `(n,)` group of each sample, numbered from 0 without a gap; without groups each is one of its own."""
    if groups is None:
        return np.arange(n)
    given = np.asarray(groups)
    if given.shape != (n,):
        raise EstimatorError(f"groups have shape {given.shape}", wanted=f"one group a sample: shape ({n},)")
    return np.unique(given, return_inverse=True)[1]


def checked_weights(sample_weight: npt.ArrayLike | None, values: FloatArray) -> FloatArray:
    """Return `(n,)` weights, none of them negative and one at least positive."""
    if sample_weight is None:
        return np.ones(len(values))
    weights: FloatArray = check_array(sample_weight, dtype=np.float64, ensure_2d=False, input_name="sample_weight")
    if weights.shape != (len(values),):
        raise EstimatorError(f"sample_weight has shape {weights.shape}", wanted=f"shape ({len(values)},)")
    if np.any(weights < 0.0) or not np.any(weights):
        raise EstimatorError("a sample_weight is negative or all are zero", wanted="weights of 0 and above")
    return weights


def with_class_weight(
    weights: FloatArray, positive: BoolArray, classes: npt.NDArray[Any], class_weight: ClassWeight
) -> FloatArray:
    """Return `(n,)` weights times the factor of each sample's class."""
    if class_weight is None:
        return weights
    if class_weight == "balanced":
        return balanced_weights(positive, weights)
    if not isinstance(class_weight, Mapping) or set(class_weight) - set(classes.tolist()):
        raise EstimatorError(f"class_weight = {class_weight!r}", wanted=f'"balanced" or factors for {classes.tolist()}')
    of_class = [float(class_weight.get(label, 1.0)) for label in classes.tolist()]
    if not all(0.0 < factor < math.inf for factor in of_class):
        raise EstimatorError(f"class_weight = {class_weight!r}", wanted="factors above 0")
    return np.asarray(weights * np.where(positive, of_class[1], of_class[0]), dtype=np.float64)
