"""What the sample sheet says of a person's sex, where a column says so in words that can be read."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

FEMALE, MALE = "female", "male"

_COLUMN = re.compile(r"(?:^|[^a-z])(?:sex|gender|geschlecht|sexe|sexo)(?:[^a-z]|$)")
_WORDS = {
    FEMALE: {"f", "female", "woman", "girl", "w", "weiblich", "femme", "mujer", "feminine", "fem"},
    MALE: {"m", "male", "man", "boy", "männlich", "maennlich", "homme", "hombre", "masculine", "masc"},
}
_READ = {word: sex for sex, words in _WORDS.items() for word in words}


def read_sex(cell: object) -> str:
    """Return `female`, `male`, or nothing where the cell says neither; numbers are codes, and codes are not guessed."""
    return _READ.get(str(cell).strip().strip(".").casefold(), "") if isinstance(cell, str) else ""


def sex_column(covariates: pd.DataFrame) -> str:
    """Return the first column named for sex or gender whose values can be read; empty where there is none."""
    for name in covariates.columns:
        if _COLUMN.search(_plain(str(name))) and any(read_sex(cell) for cell in covariates[name]):
            return str(name)
    return ""


def _plain(name: str) -> str:
    """Return the name in lower case; a capital in the middle (`patientSex`) begins a word."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).casefold()


def unread_column(covariates: pd.DataFrame) -> str:
    """Return a column named for sex or gender none of whose values can be read; empty where there is none."""
    for name in covariates.columns:
        cells = covariates[name]
        if _COLUMN.search(_plain(str(name))) and cells.notna().any() and not any(map(read_sex, cells)):
            return str(name)
    return ""


def read_all(cells: Sequence[object]) -> tuple[str, ...]:
    """Return the sex that each cell says, empty where none."""
    return tuple(read_sex(cell) for cell in cells)
