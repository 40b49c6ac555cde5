"""What the sets of genes that were given do not allow to conclude."""

from __future__ import annotations

from interpret.report.findings import Caution
from interpret.report.words import count, listing, percent, plural, shorten
from interpret.stats.gene_sets.answer import AnsweredSets

FEW_TESTED = 0.5
SMALL_UNIVERSE = 1000
_NAME = 40
_NAMED = 3


def set_cautions(found: AnsweredSets) -> list[Caution]:
    """Return the cautions on sets: few of their genes tested, few genes to compare with, sets of every gene."""
    cautions: list[Caution] = []
    matched = found.matched
    named, p = len(found.given.members), len(found.universe)
    if matched.n_tested < FEW_TESTED * named:
        text = (
            f"Of the {plural(named, 'gene')} that the gene sets name, {count(matched.n_tested)} "
            f"({percent(matched.n_tested / named)}) were tested. What is said of a set is said of that part of it."
        )
        cautions.append(Caution("gene_sets_few_tested", text, "limit"))
    if p < SMALL_UNIVERSE:
        text = (
            f"Gene sets were compared within {plural(p, 'gene')}. If these were picked for a purpose, the genes "
            "outside a set are no fair comparison for those in it."
        )
        cautions.append(Caution("gene_sets_small_universe", text, "limit"))
    if matched.whole:
        names = listing([shorten(name, _NAME) for name, _ in matched.whole], _NAMED)
        text = f"A gene set that holds every gene tested has nothing to be compared with and was left out: {names}."
        cautions.append(Caution("gene_sets_whole", text, "limit"))
    return cautions
