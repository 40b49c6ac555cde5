"""Which probes of a gene are tested, where an array has several of one gene."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from interpret.data.expression import Expression

Rule = Literal["all", "max-mean"]


def collapse_probes(expression: Expression, annotation: pd.DataFrame, rule: Rule) -> tuple[str, ...]:
    """Return the probes that stand for their genes, in the order of the expression.

    `max-mean` keeps, of the probes of one symbol, the one with the largest mean over the samples (values present);
    of equal means the first in the order of the expression. Probes without a symbol all stay. The larger mean is
    taken as the probe that hybridises best; the choice looks at no label. It is a choice for the gene table only: the
    models choose among all probes. Source: Miller et al. (2011), doi:10.1186/1471-2105-12-322 (collapseRows, MaxMean).

    Parameters
    ----------
    expression
        `(n, p)` prepared values of the training patients.
    annotation
        `ANNOTATION_COLUMNS`; may hold more genes. A gene that it lacks has no symbol. Symbols are compared as they
        are: a probe of several genes, `A /// B`, is a gene of its own.
    rule
        `all` keeps every probe.
    """
    if rule == "all":
        return expression.genes
    symbol = dict(zip(annotation["gene"], annotation["symbol"], strict=True))
    best: dict[str, int] = {}
    means = _means(expression)
    for j, gene in enumerate(expression.genes):
        name = symbol.get(gene, "")
        if name and (name not in best or means[j] > means[best[name]]):
            best[name] = j
    chosen = frozenset(best.values())
    return tuple(gene for j, gene in enumerate(expression.genes) if j in chosen or not symbol.get(gene, ""))


def _means(expression: Expression) -> list[float]:
    """Return each gene's mean over the values present, minus infinity where there is none."""
    present = ~np.isnan(expression.values)  # (n, p)
    n = present.sum(axis=0)
    total = np.where(present, expression.values, 0.0).sum(axis=0)
    return [float(mean) for mean in np.divide(total, n, out=np.full(n.size, -np.inf), where=n > 0)]
