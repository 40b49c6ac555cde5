"""Three-way calls: the positive class, the negative class, or uncertain.

Class-conditional CV+: a new patient is compared, class by class, with the patients of that class, each patient's model
judging both. A class that too few of its own members fit worse than the new patient is ruled out. The call is the
more probable class if the other one, and only the other one, is ruled out; otherwise it is `uncertain`. (Calling
patients uncertain whose one class left is the less probable one enlarges the set, so no guarantee is lost.)

Estimand: a set of classes that holds the true one with probability at least 1 - error rate in each class. Assumption:
the new patient is exchangeable with the training patients of the class; another centre or tissue breaks it. CV+
guarantees 1 - 2 x error rate.

Where patients gave several samples, samples are not exchangeable with one another but patients are. So patients are
what is counted: each patient of a class weighs one, shared equally by their samples of that class. The statement is
then about one sample of a new patient, and the guarantee stays 1 - 2 x error rate. It is no statement about several
samples of one new patient together: these are right or wrong together more often than by chance.

For the training patients themselves the comparison is with the other training patients,
whose models have learnt from the patient at hand, label and all: these calls describe the training set and are no
validation.

Sources: Romano, Sesia & Candes (2020), arXiv:2006.02544; Barber et al. (2021), doi:10.1214/20-AOS1965; Vovk (2013),
doi:10.1007/s10472-013-9368-4; several samples a patient: Lee, Barber & Willett (2023), arXiv:2306.06342.
"""

from __future__ import annotations

import math

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.data.cohort import Cohort, Labels
from interpret.errors import SettingsError
from interpret.method import Basis, Method
from interpret.scoring.splits import persons_of_classes

UNCERTAIN = "uncertain"
DEFAULT_ERROR_RATE = 0.10  # in each class, where none was asked for and the patients suffice
_DIGITS = 4  # of the floor in a message


def resolved_error_rate(asked: float | None, training: Cohort) -> float:
    """Return the error rate at which new patients are called.

    Where none was asked for: `DEFAULT_ERROR_RATE`, or the smallest that both classes allow where that is larger. A
    rate below it that was asked for is refused: with `k` persons in a class the smallest p-value is `1 / (k + 1)`, so
    that class could never be ruled out and nobody would be called.

    Raises
    ------
    SettingsError
        A rate was asked for that cannot be had; the floor and the class are named.
    """
    floor = attainable_error_rate(0.0, training.positive, new_patients=True, persons=training.persons)
    if asked is None:
        return max(DEFAULT_ERROR_RATE, floor)
    if asked >= floor:
        return asked
    negative, positive = persons_of_classes(training.positive, training.persons)
    who = "patients" if training.n_persons == training.n else "persons"
    usable = math.ceil(floor * 10**_DIGITS) / 10**_DIGITS
    raise SettingsError(
        f"no three-way call can be made at an error rate of {asked:g}: only {min(negative, positive)} training {who} "
        f"are {training.labels.name(positive=positive < negative)}",
        where="validation.error_rate (--error-rate)",
        wanted=f"at least 1/{min(negative, positive) + 1} ({usable:g}): 1 / ({who} of the smaller class + 1)",
        remedy="ask for a larger error rate, or leave it out: the smallest that can be had is then used and named",
    )


def attainable_error_rate(
    asked: float, positive: BoolArray, *, new_patients: bool, persons: IntArray | None = None
) -> float:
    """Return the error rate asked for, or the smallest at which each class can be ruled out at all.

    For new patients that is 1 / (patients in the smaller class + 1); a training patient is compared with one fewer.
    `persons (n,)` is the person of each sample; None: each is one of their own.
    """
    fewer = min(persons_of_classes(positive, np.arange(positive.size) if persons is None else persons))
    return max(asked, 1.0 / (fewer + new_patients))


def training_p_values(probability: FloatArray, positive: BoolArray, persons: IntArray | None = None) -> FloatArray:
    """Return `(n, 2)` p-values of the negative and the positive class for left-out samples, descriptive only.

    Each sample is compared with the other patients of a class by the probabilities `(n,)` of leave-one-out. The
    patient's own samples are left out of the comparison and the sample at hand counts as one.
    """
    if persons is None:
        persons = np.arange(positive.size)
    same = persons[:, None] == persons  # (n, n)
    columns = []
    for members, strangeness in ((~positive, probability), (positive, 1.0 - probability)):
        stranger = (strangeness >= strangeness[:, None]) & ~same  # (n, n) member by column
        held_by_own = (same & members).any(axis=1)  # (n,) the sample's own patient is of the class
        others = np.unique(persons[members]).size - held_by_own
        columns.append((1.0 + (stranger * _shares(members, persons)).sum(axis=1)) / (1.0 + others))
    return np.stack(columns, axis=1)


def new_p_values(
    held_out: FloatArray, new: FloatArray, positive: BoolArray, persons: IntArray | None = None
) -> FloatArray:
    """Return `(m, 2)` CV+ p-values of the negative and the positive class for new samples.

    Parameters
    ----------
    held_out
        `(n,)` probability of each training sample by the model without its patient.
    new
        `(n, m)` probability of each new sample by the model without the patient of training sample i.
    positive
        `(n,)` class of the training samples.
    persons
        `(n,)` person of each training sample; None: each is one of their own.
    """
    if persons is None:
        persons = np.arange(positive.size)
    columns = []
    for members, own, theirs in ((~positive, held_out, new), (positive, 1.0 - held_out, 1.0 - new)):
        share = _shares(members, persons)[:, None]
        stranger = ((own[:, None] >= theirs) * share).sum(axis=0)  # (m,)
        columns.append((1.0 + stranger) / (np.unique(persons[members]).size + 1.0))
    return np.stack(columns, axis=1)


def _shares(members: BoolArray, persons: IntArray) -> FloatArray:
    """Return `(n,)` weights: those of a person's samples of the class sum to one, those of other samples are zero."""
    samples = np.bincount(persons[members], minlength=int(persons.max()) + 1)  # (m,)
    return np.where(members, 1.0 / np.maximum(samples, 1)[persons], 0.0)


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


RECORD = Method(
    name="three-way-calls",
    title="Three-way calls (conformal)",
    room="validation",
    about=(
        "A person is called only if the other class, and it alone, is ruled out by comparison with the training "
        "persons of that class; else uncertain."
    ),
    basis=Basis(
        estimand="A set of classes that holds the true one with the promised probability in each class.",
        formula=(
            "class c is ruled out if (1 + training persons of c who fit c no better, each judged by the model "
            "that never saw them) / (1 + persons of c) <= error rate."
        ),
        assumptions=(
            "A new person can be exchanged with the training persons of the class; another centre breaks that. "
            "The guarantee is 1 - 2 * error rate."
        ),
        reference="Romano, Sesia and Candès 2020, arXiv:2006.02544; Barber et al. 2021, doi:10.1214/20-AOS1965",
    ),
)
