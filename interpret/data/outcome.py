"""Which class a patient is in: the outcome column, its two labels, and which of them is the positive one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from interpret.contracts import BoolArray
from interpret.data.cohort import Labels
from interpret.data.contrast import left_out_note, listed, refuse_alike, two_of
from interpret.data.wording import count, did_you_mean, some
from interpret.errors import InputError, Problems, SettingsError, UndecidedError
from interpret.nouns import PATIENT, told


@dataclass(frozen=True, eq=False)
class Outcome:
    """The answer for the patients that are compared, and the names of the two classes.

    Attributes
    ----------
    positive
        `(k,)` bool, one for each of the `k` patients kept.
    labels
        The two class names.
    kept
        `(n,)` bool: patients of either class; the others have a third label.
    notes
        A sentence on those left out.
    """

    positive: BoolArray
    labels: Labels
    kept: BoolArray
    notes: tuple[str, ...] = ()


def outcome_column(outcome: str, columns: Sequence[str], where: str, listed: str = "") -> str:
    """Return the outcome column, checked.

    Parameters
    ----------
    listed
        What could be named, for the message; the columns of the sample sheet where nothing is said.

    Raises
    ------
    SettingsError
        None was named, or there is no such column (those there are, are listed).
    """
    listed = listed or f"one of the columns of the sample sheet: {some(columns, 40)}"
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
    samples: Sequence[str],
    answers: Sequence[str],
    positive: str,
    *,
    column: str,
    where: str,
    default: str = "",
    negative: str = "",
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
    negative
        The label it is compared with; needed only where there are more than two.

    Raises
    ------
    InputError
        A patient without label, labels that differ in capitals or blanks only, a single label, or numbers.
    SettingsError
        No positive label was named, no patient has it, or more than two labels and no choice among them.
    """
    place = f"{where}, column {column}"
    counts = Counter(answer for answer in answers if answer)
    problems = Problems(Path(where).name)
    unlabelled = [name for name, answer in zip(samples, answers, strict=True) if not answer]
    if unlabelled:
        problems.add(
            InputError(
                told(f"{count(len(unlabelled), 'patient')} without a label: {some(unlabelled)}"),
                where=place,
                wanted=told(f"a label for every {PATIENT} in the expression files"),
                remedy=told(f"fill in the labels, or leave these {PATIENT}s out of the expression files"),
            )
        )
    with problems.gathering():
        refuse_alike(counts, place)
    problems.raise_any()
    chosen, other = two_of(counts, positive or (default if default in counts else ""), negative, place)
    if not chosen:
        raise UndecidedError(
            "no positive label was named",
            key="input.positive",
            where=place,
            wanted=f"one of {listed(counts)}",
            remedy="name it: --positive LABEL",
        )
    kept = np.array([answer in {chosen, other} for answer in answers], dtype=np.bool_)
    is_positive = np.array([answer == chosen for answer in answers], dtype=np.bool_)
    return Outcome(is_positive[kept], Labels(other, chosen), kept, left_out_note(counts, chosen, other, column))
