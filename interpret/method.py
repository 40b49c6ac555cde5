"""What a method is for people: what it estimates, by which formula, under which assumptions, and from where.

Every test, correction, model, measure and step has such a record beside its code. The methods section of the report and
`interpret methods` read them; nothing about a method is written twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Room = Literal[
    "preparation", "tests", "effects", "corrections", "sets", "models", "measures", "validation", "explanations"
]
ROOMS: tuple[Room, ...] = get_args(Room)


@dataclass(frozen=True)
class Basis:
    """The ground that a method stands on, each a plain sentence or two.

    Attributes
    ----------
    estimand
        What it estimates or decides, in words.
    formula
        How, in letters of a typewriter, so that it can be copied.
    assumptions
        What must hold for the result to mean what it says.
    reference
        Authors, year and DOI (or where a work without one is found).
    """

    estimand: str
    formula: str
    assumptions: str
    reference: str


@dataclass(frozen=True)
class Method:
    """One method: its name for the command line, its title for people, and what is done, for the methods section."""

    name: str
    title: str
    room: Room
    about: str
    basis: Basis
