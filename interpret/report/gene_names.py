"""What people call the genes: one rule for tables, sentences and figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from interpret.report import inline, words
from interpret.report.findings import Findings

WIDTH = 26  # letters of a name in a figure or a table cell
LONGEST = 40  # letters of a gene as its file names it, in a table or sentence; the whole name is in genes.csv


@dataclass(frozen=True)
class GeneNames:
    """Names fit to print. `shared` are the names that several genes carry.

    A gene's name is its symbol; without one, the beginning of its description; without either, the gene as the
    expression file names it.
    """

    symbols: dict[str, str]
    descriptions: dict[str, str]
    shared: frozenset[str]

    @property
    def has_symbols(self) -> bool:
        """Whether any gene has a symbol, so that a column of symbols is worth its place."""
        return any(self.symbols.values())

    @property
    def has_descriptions(self) -> bool:
        """Whether any gene is described."""
        return any(self.descriptions.values())

    def plain(self, gene: str, width: int = WIDTH) -> str:
        """Return the symbol, the beginning of the description, or the gene itself."""
        name = self.symbols.get(gene, "") or self.descriptions.get(gene, "")
        return words.shorten(name or words.plain(gene), width)

    def label(self, gene: str, width: int = WIDTH) -> str:
        """Return the name for a figure: with the gene itself where several genes carry that name."""
        name = self.plain(gene, width)
        if name not in self.shared:
            return name
        own = words.shorten(gene, width)
        return f"{name} ({own})" if self.symbols.get(gene) else own

    def marked(self, gene: str, width: int = WIDTH) -> str:
        """Return the name for a table or a sentence: as `label`, a symbol marked as one."""
        return self._marked(gene, self.label(gene, width), width)

    def beside_its_own(self, gene: str, width: int = WIDTH) -> str:
        """Return the name for a cell beside that of the gene as the file names it: the symbol alone, or `marked`."""
        known = words.shorten(self.symbols.get(gene, ""), width)
        return inline.symbol(known, gene) if known else self.marked(gene, width)

    def both(self, gene: str) -> str:
        """Return `CD33 (M23197_at)` for a figure, or the gene alone."""
        name, own = self.plain(gene), words.shorten(gene, LONGEST)
        return own if name == own else f"{name} ({own})"

    def both_marked(self, gene: str) -> str:
        """Return the same for a sentence, a symbol marked as one."""
        return self._marked(gene, self.both(gene), WIDTH)

    def own(self, gene: str, width: int = LONGEST) -> str:
        """Return the gene as its file names it, for a cell."""
        return inline.gene(words.shorten(gene, width), gene)

    def _marked(self, gene: str, name: str, width: int) -> str:
        known = words.shorten(self.symbols.get(gene, ""), width)
        return inline.symbol(known, gene) + name.removeprefix(known) if known else inline.gene(name, gene)


@lru_cache(maxsize=2)  # asked for by every figure of every patient's page; findings are frozen
def gene_names(findings: Findings) -> GeneNames:
    """Return the names of all genes of the gene table and of evidence."""
    frame = findings.genes.frame
    symbols = _by_gene(findings.evidence, "symbol") | _by_gene(frame, "symbol")
    unshared = GeneNames(symbols, _by_gene(frame, "description"), frozenset())
    counted = Counter(unshared.plain(gene) for gene in symbols)
    return GeneNames(symbols, unshared.descriptions, frozenset(name for name, n in counted.items() if n > 1))


def _by_gene(frame: pd.DataFrame, column: str) -> dict[str, str]:
    texts = (words.plain(text) for text in frame[column].fillna("").astype(str))
    return dict(zip(frame["gene"].astype(str), texts, strict=True))
