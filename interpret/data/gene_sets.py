"""Sets of genes that somebody else put together: pathways, signatures, targets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class GeneSet:
    """One set.

    Attributes
    ----------
    name
        Its name, unique among the sets read.
    description
        What the file says of it, often an address; may be empty.
    members
        Names of its genes, each once, in the order of the file.
    """

    name: str
    description: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class GeneSets:
    """The sets of one file, or of several.

    Attributes
    ----------
    file
        Name of the file without its folder; of several, joined by commas.
    sets
        In the order of the files.
    repeated
        Members that stood in a set more than once, over all sets; they count once.
    unmatched
        Members that are neither a gene nor a symbol of the study, sorted.
    near_misses
        Pairs: an unmatched name, and the name in the study that is probably meant.
    """

    file: str
    sets: tuple[GeneSet, ...]
    repeated: int = 0
    unmatched: tuple[str, ...] = ()
    near_misses: tuple[tuple[str, str], ...] = ()

    @cached_property
    def members(self) -> tuple[str, ...]:
        """Every name in the sets, once, sorted."""
        return tuple(sorted({member for each in self.sets for member in each.members}))
