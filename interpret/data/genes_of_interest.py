"""Genes that somebody had in mind before: a published signature, a pathway, the targets of a drug."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class GenesOfInterest:
    """A list of names, held against the genes of the study.

    Attributes
    ----------
    file
        Name of the file without its folder.
    named
        How many names it holds, each counted once.
    genes
        The genes of the expression file that they name, in its order; a symbol stands for all its probes.
    unmatched
        Names that are neither a gene nor a symbol of the study.
    """

    file: str
    named: int
    genes: tuple[str, ...]
    unmatched: tuple[str, ...]
