"""Three-way calls: the positive class, the negative class, or uncertain.

Class-conditional CV+: a new patient is compared, class by class, with the patients of that class, each patient's model
judging both. A class that too few of its own members fit worse than the new patient is ruled out. The call is the
more probable class if the other one, and only the other one, is ruled out; otherwise it is `uncertain`. (Calling
patients uncertain whose one class left is the less probable one enlarges the set, so no guarantee is lost.)

Estimand: a set of classes that holds the true one with probability at least 1 - error rate in each class. Assumption:
the new patient is exchangeable with the training patients of the class; another centre or tissue breaks it. CV+
guarantees 1 - 2 x error rate. For the training patients themselves the comparison is with the other training patients,
whose models have learnt from the patient at hand, label and all: these calls describe the training set and are no
validation.

Sources: Romano, Sesia & Candes (2020), arXiv:2006.02544; Barber et al. (2021), doi:10.1214/20-AOS1965; Vovk (2013),
doi:10.1007/s10472-013-9368-4.
"""

from __future__ import annotations

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.data.cohort import Labels

UNCERTAIN = "uncertain"


def attainable_error_rate(asked: float, positive: BoolArray, *, new_patients: bool) -> float:
    """Return the error rate asked for, or the smallest at which each class can be ruled out at all.

    For new patients that is 1 / (size of the smaller class + 1); a training patient is compared with one fewer.
    """
    fewer = int(min(positive.sum(), (~positive).sum()))
    return max(asked, 1.0 / (fewer + new_patients))


def training_p_values(probability: FloatArray, positive: BoolArray) -> FloatArray:
    """Return `(n, 2)` p-values of the negative and the positive class for left-out patients, descriptive only.

    Each patient is compared with the other patients of a class by the probabilities `(n,)` of leave-one-out.
    """
    columns = []
    for members, strangeness in ((~positive, probability), (positive, 1.0 - probability)):
        stranger = (strangeness[members] >= strangeness[:, None]).sum(axis=1)  # (n,) a member counts itself
        columns.append(np.where(members, stranger, stranger + 1) / (members.sum() + ~members))
    return np.stack(columns, axis=1)


def new_p_values(held_out: FloatArray, new: FloatArray, positive: BoolArray) -> FloatArray:
    """Return `(m, 2)` CV+ p-values of the negative and the positive class for new patients.

    Parameters
    ----------
    held_out
        `(n,)` probability of each training patient by the model without them.
    new
        `(n, m)` probability of each new patient by the model without training patient i.
    positive
        `(n,)` class of the training patients.
    """
    columns = []
    for members, own, theirs in ((~positive, held_out, new), (positive, 1.0 - held_out, 1.0 - new)):
        stranger = (own[members][:, None] >= theirs[members]).sum(axis=0)  # (m,)
        columns.append((1.0 + stranger) / (members.sum() + 1.0))
    return np.stack(columns, axis=1)


def calls(p_values: FloatArray, called_positive: BoolArray, error_rate: float, labels: Labels) -> list[str]:
    """Return the more probable class where the other one alone is ruled out, else `uncertain`.

    Parameters
    ----------
    p_values
        `(m, 2)` of the negative and the positive class.
    called_positive
        `(m,)` the positive class is the more probable one.
    """
    kept = p_values > error_rate  # (m, 2)
    alone = np.where(called_positive, kept[:, 1] & ~kept[:, 0], kept[:, 0] & ~kept[:, 1])
    return [
        labels.name(positive=bool(positive)) if certain else UNCERTAIN
        for positive, certain in zip(called_positive, alone, strict=True)
    ]
