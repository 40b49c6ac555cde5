"""Sets of genes that somebody else put together: pathways, signatures, targets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class GeneSet:
    """One set.

    Attributes
    ----------
    name
        Its name, unique in the file.
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
    """The sets of one file.

    Attributes
    ----------
    file
        Name of the file without its folder.
    sets
        In the order of the file.
    repeated
        Members that stood in a set more than once, over all sets; they count once.
    """

    file: str
    sets: tuple[GeneSet, ...]
    repeated: int = 0
