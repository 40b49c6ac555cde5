"""Shuffled labels and other schemes, as the report is given them."""

from __future__ import annotations

import numpy as np

from interpret.validation.permuted_labels import OutsideTheFold, PermutedLabels
from interpret.validation.schemes.records import (
    Bootstrap,
    Corrected,
    GroupsLeftOut,
    LeftOutGroup,
    RepeatedFolds,
    Validated,
)


def shuffled_labels(model: str, observed: int, n: int, random: np.random.Generator) -> PermutedLabels:
    """Return twenty runs at chance, and as many that leak."""
    right = tuple(int(r) for r in random.binomial(n, 0.6, size=20))
    auc = tuple(float(a) for a in random.uniform(0.0, 0.6, size=20))
    leaking = tuple(min(n, r + n // 5) for r in right)
    outside = OutsideTheFold(50, leaking, tuple(min(1.0, a + 0.4) for a in auc), n, 1.0)
    return PermutedLabels(model, right, observed, (1 + sum(r >= observed for r in right)) / 21, auc, 0.98, outside)


def validated(models: tuple[str, ...], n: int, *, in_folds: bool = False, judged: bool = True) -> Validated:
    """Return every scheme for these models; `judged` False: no group can be."""
    return Validated(
        *(("k-fold", 10, 5) if in_folds else ("leave-one-out", 0, 0)),
        repeated=tuple(
            RepeatedFolds(name, 10, n, (n - 3, n - 2, n - 1), (0.9, 0.92, 0.95), (0.1, 0.08, 0.07)) for name in models
        ),
        bootstrap=tuple(_drawn(name, n) for name in models),
        groups=_groups(models, judged=judged),
    )


def _drawn(name: str, n: int) -> Bootstrap:
    loss = Corrected(0.0, 0.1, 0.4, 0.25, 0.07, 0.0, 0.16)
    return Bootstrap(name, 50, 2, n, loss, loss)


def _groups(models: tuple[str, ...], *, judged: bool) -> GroupsLeftOut:
    if not judged:
        groups = (
            LeftOutGroup("North", 27, 0, unfit="only AML is left outside it"),
            LeftOutGroup("South", 0, 11, unfit="only ALL is left outside it"),
        )
        return GroupsLeftOut("Source", models, groups)
    groups = (
        LeftOutGroup("North", 10, 4, tuple(12 for _ in models)),
        LeftOutGroup("South", 9, 7, tuple(15 for _ in models)),
        LeftOutGroup("West", 8, 0, unfit="only one AML is left outside it"),
    )
    return GroupsLeftOut("Source", models, groups, tuple(0.08 for _ in models), without=1, shared=2)
