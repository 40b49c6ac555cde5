"""Other names for patients, at no cost to any number: the whole analysis runs on codes, which are then replaced.

Where chance or a tie is settled by the names of samples, another name gives another number. So a code sorts among the
others exactly as the name does that it stands for, as text (as numpy and Python sort) and in natural order (1, 2, 10).
A code is a text that nothing else can hold, so it is found again wherever a sentence names a patient.
"""

from __future__ import annotations

import copy
import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from interpret.data.cohort import Cohort
from interpret.data.natural_order import natural_key
from interpret.data.study import Study
from interpret.nouns import Noun, rewritten

OPEN, CLOSE = "\u27e6", "\u27e7"  # white square brackets: printable, and in no name that a laboratory gives
CODE = re.compile(f"{OPEN}[0-9]+{CLOSE}")
_SAID = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")


def marked(sample: str) -> str:
    """Return the name of a sample as a sentence of a reader holds it, until it is known what it is to be called."""
    return f"{OPEN}{sample}{CLOSE}"


def said(text: str, called: Callable[[str], str]) -> str:
    """Return a reader's sentence with every name in it as it is to be called."""
    return rewritten(text, lambda words: _SAID.sub(lambda found: called(found[1]), words))


def codes(names: Iterable[str]) -> dict[str, str]:
    """Return a code for each name.

    A code is noughts and a number: the number counts in natural order, and noughts, which natural order does not see,
    put a code before those that have fewer of them as text.
    """
    wanted = set(names)
    place = {name: number for number, name in enumerate(sorted(wanted, key=natural_key))}
    first = 10 ** len(str(len(wanted)))  # so that all numbers have as many digits
    ordered = sorted(wanted)
    steps = [0][: len(ordered)]
    for before, after in pairwise(ordered):
        steps.append(steps[-1] + (place[after] < place[before]))
    return {
        name: f"{OPEN}{'0' * (steps[-1] - step)}{first + place[name]}{CLOSE}"
        for name, step in zip(ordered, steps, strict=True)
    }


def names_of(study: Study) -> tuple[str, ...]:
    """Return the names of all samples, then those of persons that are no sample's name, each once."""
    cohorts = _cohorts(study)
    samples = [sample for cohort in cohorts for sample in cohort.samples]
    persons = [person for cohort in cohorts for person in cohort.subjects or ()]
    return tuple(dict.fromkeys((*samples, *persons)))


def with_codes(study: Study, code: Mapping[str, str]) -> Study:
    """Return the study under codes: samples, persons, and whatever else in it holds one of the names.

    A name that is a bare number is replaced where it stands for a sample or a person, and nowhere else: in a sentence
    or a cell it may be any number.
    """
    inside = _inside(code)

    def cohort(one: Cohort) -> Cohort:
        expression = dataclasses.replace(one.expression, samples=tuple(code[name] for name in one.samples))
        covariates = one.covariates.copy()
        covariates.index = pd.Index([code[str(name)] for name in covariates.index], dtype=one.covariates.index.dtype)
        for column in covariates.columns:
            covariates[column] = _column(covariates[column], inside)
        subjects = None if one.subjects is None else tuple(code[person] for person in one.subjects)
        return dataclasses.replace(one, expression=expression, covariates=covariates, subjects=subjects)

    detection = study.detection
    if detection is not None:
        detection = detection.rename(index=dict(code))
    return dataclasses.replace(
        study,
        training=cohort(study.training),
        independent=None if study.independent is None else cohort(study.independent),
        detection=detection,
        layout=inside(study.layout),
        notes=tuple(map(inside, study.notes)),
        sources=tuple(dataclasses.replace(source, name=inside(source.name)) for source in study.sources),
    )


def with_names(item: Any, called: Mapping[str, str]) -> Any:  # noqa: ANN401  findings are anything
    """Return a copy of `item` in which every code of `called` is the name it stands for; what holds none is not copied.

    Looked into are records, sequences, mappings, tables and arrays of text, however deep.
    """

    def written(text: str) -> str:
        return rewritten(text, lambda words: CODE.sub(lambda found: called.get(found[0], found[0]), words))

    return _Renamer(lambda text: written(text) if OPEN in text else text).of(item)


def with_noun(item: Any, noun: Noun) -> Any:  # noqa: ANN401  findings are anything
    """Return a copy of `item` in which every text that is `told` speaks of this noun."""
    return item if noun.usual else _Renamer(noun.retold).of(item)


def _inside(code: Mapping[str, str]) -> Callable[[str], str]:
    """Return what replaces names within text: whole words only, the longest first."""
    telling = sorted((name for name in code if name and not name.isdecimal()), key=len, reverse=True)
    if not telling:
        return lambda text: text
    any_name = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, telling))})(?![^\W_])")
    return lambda text: rewritten(text, lambda words: any_name.sub(lambda found: code[found[0]], words))


def _column(column: pd.Series[Any], inside: Callable[[str], str]) -> pd.Series[Any]:
    """Return a column of the sheet with names in its text replaced."""
    if column.dtype != object and not isinstance(column.dtype, pd.StringDtype):
        return column
    changed = {cell: inside(cell) for cell in column.unique() if isinstance(cell, str)}
    changed = {cell: text for cell, text in changed.items() if text != cell}
    return column.map(lambda cell: changed.get(cell, cell) if isinstance(cell, str) else cell) if changed else column


def _cohorts(study: Study) -> list[Cohort]:
    return [study.training] if study.independent is None else [study.training, study.independent]


class _Renamer:
    """Rewrites text wherever it stands; the same object twice gives the same copy twice."""

    def __init__(self, written: Callable[[str], str]) -> None:
        self._written = written
        self._done: dict[int, tuple[Any, Any]] = {}  # the first of the pair is held so that its id stays its own

    def of(self, item: Any) -> Any:  # noqa: ANN401  findings are anything
        if isinstance(item, str):
            return self._written(item)
        if item is None or isinstance(item, (int, float, bytes, np.generic, type)):
            return item
        if id(item) not in self._done:
            self._done[id(item)] = (item, self._made(item))
        return self._done[id(item)][1]

    def _made(self, item: Any) -> Any:  # noqa: ANN401, PLR0911  one return a kind of thing
        if isinstance(item, pd.DataFrame):
            return self._frame(item)
        if isinstance(item, pd.Series):
            return self._series(item)
        if isinstance(item, pd.Index):
            return self._index(item)
        if isinstance(item, np.ndarray):
            return self._array(item)
        if isinstance(item, Mapping):
            pairs = [(self.of(key), self.of(value)) for key, value in item.items()]
            same = all(a is c and b is d for (a, b), (c, d) in zip(pairs, item.items(), strict=True))
            return item if same else dict(pairs)
        if isinstance(item, (tuple, list, set, frozenset)):
            return self._several(item)
        if dataclasses.is_dataclass(item):
            return self._record(item)
        return item

    def _several(self, item: Any) -> Any:  # noqa: ANN401  a sequence or a set
        parts = [self.of(part) for part in item]
        if all(new is old for new, old in zip(parts, item, strict=True)):
            return item
        return type(item)(*parts) if hasattr(item, "_fields") else type(item)(parts)

    def _record(self, item: Any) -> Any:  # noqa: ANN401  any dataclass
        old = {field.name: getattr(item, field.name) for field in dataclasses.fields(item)}
        new = {name: self.of(value) for name, value in old.items()}
        if all(new[name] is old[name] for name in old):
            return item
        made = copy.copy(item)
        for name in [name for name in getattr(made, "__dict__", {}) if name not in old]:
            if isinstance(getattr(type(item), name, None), cached_property):  # worked out from what has changed
                del made.__dict__[name]
        for name, value in new.items():
            object.__setattr__(made, name, value)  # records are frozen, and were checked when they were made
        return made

    def _frame(self, frame: pd.DataFrame) -> pd.DataFrame:
        changed = {j: cells for j in range(frame.shape[1]) if (cells := self._cells(frame.iloc[:, j])) is not None}
        index, heads = self._index(frame.index), self._index(frame.columns)
        if not changed and index is frame.index and heads is frame.columns:
            return frame
        made = frame.copy()
        for j, cells in changed.items():
            made.isetitem(j, cells)
        made.index, made.columns = index, heads
        return made

    def _series(self, column: pd.Series[Any]) -> pd.Series[Any]:
        cells, index = self._cells(column), self._index(column.index)
        if cells is None and index is column.index:
            return column
        made = column.copy() if cells is None else pd.Series(cells, index=column.index, name=column.name)
        made.index = index
        return made

    def _cells(self, column: pd.Series[Any]) -> pd.api.extensions.ExtensionArray | np.ndarray[Any, Any] | None:
        """Return the cells of a column rewritten, of the type they had; None where nothing is to be rewritten."""
        if column.dtype != object and not isinstance(column.dtype, (pd.StringDtype, pd.CategoricalDtype)):
            return None
        changed = {cell: self.of(cell) for cell in column.unique() if isinstance(cell, str) and OPEN in cell}
        if not changed:
            return None
        cells = np.empty(len(column), dtype=object)
        cells[:] = [changed.get(cell, cell) if isinstance(cell, str) else cell for cell in column]
        return pd.array(cells, dtype=column.dtype) if isinstance(column.dtype, pd.StringDtype) else cells

    def _index(self, index: pd.Index[Any]) -> pd.Index[Any]:
        if isinstance(index, pd.RangeIndex) or not any(isinstance(key, str) and OPEN in key for key in index):
            return index
        renamed: pd.Index[Any] = pd.Index([self.of(key) for key in index], dtype=index.dtype, name=index.name)
        return renamed

    def _array(self, array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        if array.dtype.kind not in "UO":
            return array
        parts = [self.of(part) for part in array.ravel().tolist()]
        if all(new is old for new, old in zip(parts, array.ravel().tolist(), strict=True)):
            return array
        made = np.empty(array.size, dtype=object)
        made[:] = parts
        return made.reshape(array.shape) if array.dtype.kind == "O" else made.astype(str).reshape(array.shape)
