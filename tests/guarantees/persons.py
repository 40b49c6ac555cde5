"""Studies in which some persons gave several samples, which look more like each other than like anybody else's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from interpret.contracts import BoolArray
from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression

N_GENES = 60


def persons_cohort(sizes: tuple[int, ...], of_class: BoolArray, seed: int, planted: float = 0.0) -> Cohort:
    """Return a cohort of `sizes[k]` samples of person `k`, all of class `of_class[k]`, in mixed order.

    Every gene has a level of the person's own (standard deviation 1.5 in log2), from which the samples of the person
    hardly stray (0.2): the pattern by which a person can be recognised. Four genes differ by `planted` between the
    classes.
    """
    random = np.random.default_rng(seed)
    persons = random.permutation(np.repeat(np.arange(len(sizes)), sizes))
    level = 10.0 + random.normal(0.0, 1.5, size=(len(sizes), N_GENES))
    log2 = level[persons] + random.normal(0.0, 0.2, size=(persons.size, N_GENES))
    positive = np.asarray(of_class)[persons]
    log2[positive, :4] += planted
    samples = tuple(f"S{i:02d}" for i in range(persons.size))
    genes = tuple(f"G{j:02d}" for j in range(N_GENES))
    subjects = tuple(f"person {(7 * k) % 1009}" for k in persons)  # neither in the order of the numbers nor of the rows
    return Cohort(Expression(2.0**log2, samples, genes), positive, Labels("control", "case"), subjects=subjects)


def one_to_three() -> Cohort:
    """Return 12 persons with 1 to 3 samples, two of whom have samples of both classes."""
    cohort = persons_cohort((3, 2, 1, 2, 3, 1, 2, 1, 3, 2, 1, 3), np.arange(12) % 2 == 0, 20260401, planted=2.0)
    positive = cohort.positive.copy()
    sizes = np.bincount(cohort.persons)
    for person in (np.flatnonzero(sizes == 3)[0], np.flatnonzero(sizes == 2)[0]):
        row = cohort.rows_of(int(person))[0]
        positive[row] = ~positive[row]
    return cohort.with_positive(positive)


def strangers(cohort: Cohort) -> Cohort:
    """Return the same samples as if each came from a person of its own."""
    return replace(cohort, subjects=None)
