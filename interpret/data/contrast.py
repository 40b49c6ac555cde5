"""Which two labels of the outcome column are compared, and what is asked where that is not clear."""

from __future__ import annotations

from collections import Counter

from interpret.data.wording import count, did_you_mean, some
from interpret.errors import InputError, SettingsError, UndecidedError
from interpret.nouns import PATIENT, told

CLASSES = 2
_SHOWN = 12
_FEW = 6  # numbers that may be labels, as the grades 1 to 5 are


def listed(counts: Counter[str]) -> str:
    """Return the labels with their numbers of patients."""
    return some((f"{label} ({patients})" for label, patients in sorted(counts.items())), _SHOWN)


def refuse_alike(counts: Counter[str], place: str) -> None:
    """Raise InputError where labels differ in capitals or blanks only: one class or two is not ours to say."""
    spellings: dict[str, list[str]] = {}
    for label in sorted(counts):
        spellings.setdefault(" ".join(label.split()).casefold(), []).append(label)
    alike = [" and ".join(f"{label!r} ({counts[label]})" for label in each) for each in spellings.values() if each[1:]]
    if alike:
        raise InputError(
            f"labels that differ in capitals or blanks only: {some(alike)}",
            where=place,
            wanted="one spelling for each class",
            remedy="write them alike if they mean the same class, else give them names that cannot be confused",
        )


def two_of(counts: Counter[str], positive: str, negative: str, place: str) -> tuple[str, str]:
    """Return the positive and the negative label, either empty where it was not told and cannot be told from the other.

    Raises
    ------
    SettingsError
        A label that nobody has, twice the same one, or more than two labels and no choice among them.
    InputError
        A single label, or a column of numbers.
    """
    for option, label in (("--positive", positive), ("--negative", negative)):
        if label and label not in counts:
            raise SettingsError(
                told(f"no {PATIENT} has the {option.removeprefix('--')} label {label!r}"),
                where=place,
                wanted=f"one of {listed(counts)}",
                remedy=did_you_mean(label, counts, f"name one of these: {option} LABEL"),
            )
    if positive and positive == negative:
        raise SettingsError(
            f"the positive and the negative label are both {positive!r}", where=place, wanted="two different labels"
        )
    if len(counts) > CLASSES and not (positive and negative):
        raise _undecided(counts, positive or negative, "--negative" if positive else "--positive", place)
    if len(counts) < CLASSES:
        raise InputError(
            f"{count(len(counts), 'label')} where two groups are compared: {listed(counts)}",
            where=place,
            wanted="two labels",
            remedy="choose another outcome column",
        )
    if len(counts) == CLASSES and bool(positive) != bool(negative):
        other = next(label for label in counts if label != (positive or negative))
        return (positive, other) if positive else (other, negative)
    return positive, negative


def _undecided(counts: Counter[str], chosen: str, option: str, place: str) -> InputError | SettingsError:
    numbers = [_number(label) for label in counts]
    values = [number for number in numbers if number is not None]
    if len(values) == len(counts) > _FEW:
        return InputError(
            f"the column holds numbers, {len(counts):,} different ones from {min(values):g} to {max(values):g}, where "
            "two groups are compared",
            where=place,
            wanted="a column with a label for each of two groups",
            remedy="choose another outcome column, or make one of this, for example high above a limit and low below",
        )
    common = [label for label, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    if chosen:
        others = [label for label in common if label != chosen]
        given = "--positive" if option == "--negative" else "--negative"
        remedy = f"keep {given} {chosen!r} and add one of: {some((f'{option} {label!r}' for label in others), _SHOWN)}"
    else:
        remedy = f"choose two, for example --positive {common[0]!r} --negative {common[1]!r}"
    return UndecidedError(
        f"{count(len(counts), 'label')} where two groups are compared: {listed(counts)}",
        key=f"input.{option.removeprefix('--')}",
        where=place,
        wanted=told(f"the two labels to compare; {PATIENT}s of the others are then left out"),
        remedy=remedy,
    )


def _number(label: str) -> float | None:
    try:
        return float(label.replace(",", "."))
    except ValueError:
        return None


def left_out_note(counts: Counter[str], positive: str, negative: str, column: str) -> tuple[str, ...]:
    """Return a sentence on the patients of other classes; nothing where there is none."""
    others = Counter({label: number for label, number in counts.items() if label not in {positive, negative}})
    if not others:
        return ()
    number = sum(others.values())
    note = (
        f"Column {column} has {len(counts)} labels. Compared are {positive} ({counts[positive]}) and {negative} "
        f"({counts[negative]}); {count(number, 'sample')} of the others {'was' if number == 1 else 'were'} left out: "
        f"{listed(others)}."
    )
    return (note,)
