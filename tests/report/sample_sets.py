"""Sets of genes for the synthetic findings: planted ones, one at random, one too small, and names unknown here."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from interpret.data.expression import Expression, Scale
from interpret.data.gene_sets import GeneSet, GeneSets
from interpret.data.set_members import names_of_genes
from interpret.report.findings import Findings
from interpret.report.set_cautions import set_cautions
from interpret.settings import GeneSetSettings
from interpret.stats.gene_sets.answer import AnsweredSets, SetsAsked, answer_genes
from interpret.stats.gene_sets.camera import Ranked
from interpret.stats.gene_sets.match import match_sets, universe_of


def given(frame: pd.DataFrame) -> GeneSets:
    """Return sets of the genes with the smallest p-values on either side, and others."""
    ordered = frame.sort_values(["p_value", "gene"])
    up = ordered.loc[ordered["effect"] > 0.0, "gene"].tolist()
    down = ordered.loc[ordered["effect"] < 0.0, "gene"].tolist()
    rest = sorted(ordered["gene"].tolist()[60:])
    sets = {
        "PLANTED_HIGHER": (*up[:12], "ZYX", "zyx2"),
        "PLANTED_HIGHER_IN_PART": (*up[4:12], *rest[:4]),
        "PLANTED_LOWER": down[:10],
        "A_SET_DRAWN_AT_RANDOM_WHOSE_NAME_IS_AS_LONG_AS_THOSE_OF_COLLECTIONS": rest[7::12],
        "TWO_GENES": rest[:2],
        "STRANGERS": ("cd33", "NOWHERE"),
    }
    read = GeneSets("sets.gmt", tuple(GeneSet(name, "=about", tuple(genes)) for name, genes in sets.items()))
    names = names_of_genes(frame[["gene", "symbol"]])
    unmatched = tuple(name for name in read.members if not names.gene(name))
    return dataclasses.replace(read, unmatched=unmatched, near_misses=names.near_misses(unmatched))


def answered(findings: Findings) -> AnsweredSets:
    """Return the answer for these sets, genes ranked by the statistic of the gene table."""
    frame = findings.genes.frame
    genes = tuple(frame["gene"])
    values = Expression(np.tile(frame["mean"].to_numpy(np.float64), (2, 1)), ("a", "b"), genes, Scale.LOG2)
    sets = given(frame)
    matched = match_sets(sets, universe_of(values, frame[["gene", "symbol"]]))
    statistic = frame.set_index("gene").loc[list(matched.universe.rows), "statistic"].to_numpy(np.float64)
    ranked = Ranked(statistic, statistic, np.zeros((30, statistic.size)))
    return answer_genes(ranked, sets, matched, frame, SetsAsked(findings.settings.tests, GeneSetSettings()))


def with_sets(findings: Findings) -> Findings:
    """Return the findings with sets asked about."""
    found = answered(findings)
    return dataclasses.replace(findings, gene_sets=found, cautions=(*findings.cautions, *set_cautions(found)))
