"""Three-way calls: the positive class, the negative class, or uncertain.

Class-conditional CV+: a new patient is compared, class by class, with the patients of that class, each patient's model
judging both. A class that too few of its own members fit worse than the new patient is ruled out; if exactly one class
is left it is the call, otherwise the call is `uncertain`.

Estimand: a set of classes that holds the true one with probability at least 1 - error rate in each class. Assumption:
the new patient is exchangeable with the training patients of the class; another centre or tissue breaks it. CV+
guarantees 1 - 2 x error rate. For the training patients themselves the comparison is with the other training patients,
and the calls are descriptive only.

Sources: Romano, Sesia & Candes (2020), arXiv:2006.02544; Barber et al. (2021), doi:10.1214/20-AOS1965; Vovk (2013),
doi:10.1007/s10472-013-9368-4.
"""

from __future__ import annotations

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.data.cohort import Labels

UNCERTAIN = "uncertain"


def floor_of_error_rate(positive: BoolArray) -> float:
    """Return the smallest error rate at which any class could be ruled out: 1 / (size of the smaller class + 1)."""
    fewer = int(min(positive.sum(), (~positive).sum()))
    return 1.0 / (fewer + 1)


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


def calls(p_values: FloatArray, error_rate: float, labels: Labels) -> list[str]:
    """Return the one class that is not ruled out, or `uncertain` when both or none are left."""
    kept = p_values > error_rate  # (m, 2) negative, positive
    return [UNCERTAIN if negative == positive else labels.name(positive=bool(positive)) for negative, positive in kept]
