"""Leave-one-group-out: the samples of each centre judged by a model that learnt from the other centres."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, FloatArray, IntArray, Mapper, Stage
from interpret.data.cohort import Cohort
from interpret.errors import AnalysisError
from interpret.method import Basis, Method
from interpret.models.learner import Learner
from interpret.scoring.measures.protocol import Scored
from interpret.scoring.splits import persons_of_classes
from interpret.scoring.streams import named_stream
from interpret.validation.schemes.protocol import Fold, only_judge
from interpret.validation.schemes.records import GroupsLeftOut, LeftOutGroup

_FEWEST = 2  # persons of a class outside a group: what every learner needs


def leave_groups_out(
    cohort: Cohort, learners: Sequence[Learner], column: str, seed: int, *, mapper: Mapper, stage: Stage
) -> GroupsLeftOut:
    """Leave out every group of `column` in turn, with every sample of whoever has one in it.

    Estimand: the error of the learner in a centre it has never seen, learnt from the others. A group outside which a
    class is missing cannot be judged: a model of one class can be learnt by nobody. Samples whose group is not known
    are neither learnt from nor judged, since they might be of any.

    `stage` is advanced by one a learner.
    """
    values = cohort.covariates[column]
    known = values.notna().to_numpy()
    names = np.array([str(value) for value in values], dtype=object)
    order = sorted(set(names[known]))
    member = [known & (names == name) for name in order]
    learn = [_outside(cohort, known, group) for group in member]
    unfit = [_unfit(cohort, rows) for rows in learn]
    judged = [k for k in range(len(order)) if not unfit[k]]
    probabilities = []
    for learner in learners:
        folds = [
            Fold(learn[k], np.flatnonzero(member[k]), named_stream(seed, learner.name, "groups", k)) for k in judged
        ]
        probabilities.append(_judge(cohort, learner, folds, mapper))
        stage.advance()
    groups = tuple(
        LeftOutGroup(
            name,
            int((member[k] & ~cohort.positive).sum()),
            int((member[k] & cohort.positive).sum()),
            () if unfit[k] else tuple(_right(cohort, found, member[k]) for found in probabilities),
            unfit[k],
        )
        for k, name in enumerate(order)
    )
    everybody = np.isin(names, [order[k] for k in judged]) & known
    brier = tuple(
        float(np.mean((found[everybody] - cohort.positive[everybody]) ** 2)) for found in probabilities if judged
    )
    return GroupsLeftOut(
        column,
        tuple(learner.name for learner in learners),
        groups,
        brier,
        int((~known).sum()),
        _in_several(cohort, names, known),
    )


def _outside(cohort: Cohort, known: BoolArray, group: BoolArray) -> IntArray:
    """Return the rows of known groups whose persons have no sample in `group`."""
    inside = np.isin(cohort.persons, cohort.persons[group])
    return np.flatnonzero(known & ~inside)


def _unfit(cohort: Cohort, rows: IntArray) -> str:
    """Return what is missing outside a group, as a clause; empty where it can be judged."""
    if not rows.size:
        return "nobody is left outside it"
    persons = np.unique(cohort.persons[rows], return_inverse=True)[1]
    counts = persons_of_classes(cohort.positive[rows], persons)
    for label, other, many in zip(
        (cohort.labels.negative, cohort.labels.positive),
        (cohort.labels.positive, cohort.labels.negative),
        counts,
        strict=True,
    ):
        if many == 0:
            return f"only {other} is left outside it"
        if many < _FEWEST:
            return f"only one {label} is left outside it"
    return ""


def _judge(cohort: Cohort, learner: Learner, folds: Sequence[Fold], mapper: Mapper) -> FloatArray:
    probability = np.full(cohort.n, np.nan)
    for fold, theirs in zip(folds, mapper(partial(only_judge, cohort, learner), folds), strict=True):
        probability[fold.judge] = theirs
    return probability


def _right(cohort: Cohort, probability: FloatArray, group: BoolArray) -> int:
    return int(Scored(cohort.positive[group], probability[group]).right.sum())


def _in_several(cohort: Cohort, names: np.ndarray, known: BoolArray) -> int:
    """Return how many persons have samples in several groups."""
    seen = pd.DataFrame({"person": cohort.persons[known], "group": names[known]}).drop_duplicates()
    return int((seen["person"].value_counts() > 1).sum())


def require_groups(cohort: Cohort, column: str) -> None:
    """Raise AnalysisError where the column has fewer than two values."""
    if cohort.covariates[column].dropna().astype(str).nunique() < 2:  # noqa: PLR2004  one group leaves nobody outside
        raise AnalysisError(
            f"the column {column} has fewer than two values among the training samples",
            where="validation.groups",
            wanted="a column that names the group, as the centre, of each sample",
            remedy="name another column, or leave groups empty",
        )


RECORD = Method(
    name="leave-group-out",
    title="Leave-one-group-out",
    room="validation",
    about="The samples of each centre (or batch) were judged by a model that learnt from the other centres alone.",
    basis=Basis(
        estimand="How the procedure does in a centre that it has not seen.",
        formula="as leave-one-out, with centres in place of persons.",
        assumptions=(
            "The centres are a sample of those where the model will be used; few centres give a rough idea only."
        ),
        reference="Bernau et al. 2014, doi:10.1093/bioinformatics/btu279",
    ),
)
