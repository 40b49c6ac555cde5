"""Tuning in a hurry, for runs of which only calls are counted: fewer digits, and no search where it is hopeless."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from interpret.contracts import FloatArray
from interpret.models.tuning import Tuned, TuningTask, tune

# Enough where only the call is read: the smallest lambda of the default path is some thirty times this.
ROUGH_TOLERANCE = 1e-4
# Of the penalties of a path every fourth is tried: neighbours differ by a sixth, which moves few calls, and both what
# is shuffled and what it is compared with are tuned so.
EVERY = 4
# The share of a path after which it is asked whether going on can help. Most of the time goes into the later part,
# where many genes are in.
FIRST_LOOK = 0.25
# Genes up to which a whole path costs little more than its start, so that nobody looks first.
CHEAP = 500


def tune_roughly(tasks: Sequence[TuningTask], rule: Literal["min", "1se"], threads: int) -> list[Tuned]:
    """Choose for each task as `tune` does, on paths solved to fewer digits and cut short where nothing is found.

    A task's paths are cut after `FIRST_LOOK` where every alpha there judges the inner held-out patients worse than at
    the start of its path, where hardly a gene is in: as a rule the rest is then worse still, and never chosen. It is a
    rule of its own all the same, so that what it reaches is to be compared with what it reaches itself. Of at most
    `CHEAP` genes the paths are run to their end.
    """
    tasks = [replace(task, lambdas=task.lambdas[:, ::EVERY].copy()) for task in tasks]
    dear = [k for k, task in enumerate(tasks) if task.values.shape[1] > CHEAP]
    found = dict(
        zip(dear, _tuned([replace(tasks[k], lambdas=_start(tasks[k])) for k in dear], rule, threads), strict=True)
    )
    hopeless = {k for k, tuned in found.items() if (tuned.inner_deviance[:, -1] > tuned.inner_deviance[:, 0]).all()}
    on = [k for k in range(len(tasks)) if k not in hopeless]
    found |= zip(on, _tuned([tasks[k] for k in on], rule, threads), strict=True)
    return [found[k] for k in range(len(tasks))]


def _tuned(tasks: list[TuningTask], rule: Literal["min", "1se"], threads: int) -> list[Tuned]:
    return tune(tasks, rule, threads, ROUGH_TOLERANCE) if tasks else []


def _start(task: TuningTask) -> FloatArray:
    """Return the first part of the path of each alpha."""
    return task.lambdas[:, : max(1, round(FIRST_LOOK * task.lambdas.shape[1]))].copy()
