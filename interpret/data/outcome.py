"""Which class a patient is in: the outcome column, its two labels, and which of them is the positive one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray
from interpret.data.cohort import Labels
from interpret.data.wording import count, did_you_mean, some
from interpret.errors import InputError, SettingsError, UndecidedError

CLASSES = 2


@dataclass(frozen=True, eq=False)
class Outcome:
    """The answer for `n` patients: `positive` `(n,)` bool, and the names of the two classes."""

    positive: BoolArray
    labels: Labels


def outcome_column(outcome: str, columns: Sequence[str], where: str) -> str:
    """Return the outcome column, checked.

    Raises
    ------
    SettingsError
        None was named, or there is no such column (those there are, are listed).
    """
    listed = f"one of the columns of the sample sheet: {some(columns, 40)}"
    if not outcome:
        raise UndecidedError(
            "no outcome column was named",
            key="input.outcome",
            where=where,
            wanted=listed,
            remedy="name it: --outcome COLUMN",
        )
    if outcome not in columns:
        raise SettingsError(
            f"there is no column {outcome!r}",
            where=where,
            wanted=listed,
            remedy=did_you_mean(outcome, columns, "name one of these: --outcome COLUMN"),
        )
    return outcome


def decide_outcome(
    samples: Sequence[str], answers: Sequence[str], positive: str, *, column: str, where: str, default: str = ""
) -> Outcome:
    """Return who is positive.

    Parameters
    ----------
    samples, answers
        `n` names and `n` labels; an empty label is a missing one.
    positive
        The positive label as asked for; empty takes `default` where that label occurs.
    column, where
        The outcome column and its file, for messages.

    Raises
    ------
    InputError
        A patient without label, or not exactly two labels.
    SettingsError
        No positive label was named, or no patient has it.
    """
    unlabelled = [name for name, answer in zip(samples, answers, strict=True) if not answer]
    if unlabelled:
        raise InputError(
            f"{count(len(unlabelled), 'patient')} without a label: {some(unlabelled)}",
            where=f"{where}, column {column}",
            wanted="a label for every patient in the expression files",
            remedy="fill in the labels, or leave these patients out of the expression files",
        )
    counts = Counter(answers)
    listed = ", ".join(f"{label} ({patients})" for label, patients in sorted(counts.items()))
    if len(counts) != CLASSES:
        raise InputError(
            f"{count(len(counts), 'label')} where two groups are compared: {listed}",
            where=f"{where}, column {column}",
            wanted="exactly two labels",
            remedy="choose another outcome column, or leave out the patients of the other groups",
        )
    chosen = positive or (default if default in counts else "")
    if not chosen:
        raise UndecidedError(
            "no positive label was named",
            key="input.positive",
            where=f"{where}, column {column}",
            wanted=f"one of {listed}",
            remedy="name it: --positive LABEL",
        )
    if chosen not in counts:
        raise SettingsError(
            f"no patient has the positive label {chosen!r}",
            where=f"{where}, column {column}",
            wanted=f"one of {listed}",
            remedy=did_you_mean(chosen, counts, "name one of these: --positive LABEL"),
        )
    negative = next(label for label in counts if label != chosen)
    return Outcome(np.array([answer == chosen for answer in answers], dtype=np.bool_), Labels(negative, chosen))
