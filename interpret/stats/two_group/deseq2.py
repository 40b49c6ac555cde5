"""DESeq2, by the package pydeseq2: another program's test of counts, shown beside ours where it is installed."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd

from interpret.contracts import FloatArray
from interpret.method import Basis
from interpret.stats.comparison import Comparison
from interpret.stats.design import Design
from interpret.stats.two_group.protocol import TestResult, TwoGroupTest

CLASS = "class"
MOST = (500, 20_000)
"""Samples and genes above which it waits to be asked for. It takes 10 s of a processor per 1,000 genes, of 21 samples
as of 500 (tests/benchmarks/deseq2_beside.py): 200 s and 1.3 GB at this size.
"""
_FAILURES = (ValueError, ArithmeticError, LookupError, AssertionError, RuntimeError, TypeError)


def run(comparison: Comparison) -> TestResult:
    """Return the Wald test of every gene whose counts are all there; another gene has NaN.

    Notes
    -----
    Estimand: the difference in log2 mean counts between the classes, all else in the design equal. Assumes negative
    binomial counts whose dispersion is drawn around a function of the mean. Love, Huber and Anders 2014,
    doi:10.1186/s13059-014-0550-8; Muzellec et al. 2023, doi:10.1093/bioinformatics/btad547.

    Raises
    ------
    ValueError
        The comparison holds no counts.
    """
    if comparison.counts is None:
        raise ValueError("DESeq2 is a test of counts")
    values = comparison.counts.values
    complete = np.flatnonzero(~np.isnan(values).any(axis=0))
    statistic, p_value = (np.full(values.shape[1], np.nan) for _ in range(2))
    try:
        found = results_of(values[:, complete], comparison.design)
    except _FAILURES as error:  # whatever a program that is not ours stumbles over: it is shown beside, and no more
        said = " ".join(str(error).split())[:200] or "no reason given"
        return TestResult(statistic, p_value, failed=f"pydeseq2 stopped ({type(error).__name__}: {said})")
    statistic[complete], p_value[complete] = found["stat"], found["pvalue"]
    return TestResult(statistic, p_value)


def design_frame(design: Design) -> pd.DataFrame:
    """Return the design matrix with the class as its last column; rows `s0`, `s1` and so on."""
    matrix = np.column_stack([design.nuisance, design.positive.astype(np.float64)])
    return pd.DataFrame(matrix, index=[f"s{i}" for i in range(design.n)], columns=[*design.columns, CLASS])


def results_of(counts: FloatArray, design: Design) -> pd.DataFrame:
    """Return pydeseq2's own table of `counts` `(n, p)`, one row a gene; one thread, nothing printed.

    Its columns `log2FoldChange`, `stat` and `pvalue` are of the class; NaN where it has no p-value.
    """
    from pydeseq2.dds import DeseqDataSet  # noqa: PLC0415  an optional extra
    from pydeseq2.default_inference import DefaultInference  # noqa: PLC0415
    from pydeseq2.ds import DeseqStats  # noqa: PLC0415

    frame = design_frame(design)
    names = [f"g{j}" for j in range(counts.shape[1])]  # theirs are not ours to know
    table = pd.DataFrame(np.rint(counts).astype(np.int64), index=frame.index, columns=names)
    alone = DefaultInference(n_cpus=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = DeseqDataSet(counts=table, metadata=frame, design=frame, inference=alone, quiet=True)
        data.deseq2()
        contrast = np.zeros(frame.shape[1])
        contrast[-1] = 1.0
        found = DeseqStats(data, contrast=contrast, independent_filter=False, inference=alone, quiet=True)
        found.summary()
    return pd.DataFrame(found.results_df.reindex(names), dtype=np.float64)


def unfit(design: Design) -> str:
    """Return why it cannot be made in a design; empty where it can."""
    return "" if design.residual_df > 0 else "no degree of freedom is left to tell a dispersion from"


DESEQ2 = TwoGroupTest(
    name="deseq2",
    title="DESeq2",
    method=(
        "DESeq2 by the package pydeseq2, shown beside: its own size factors (median of ratios), negative binomial "
        "models of the same design with dispersions shrunk towards their trend, Wald tests. Genes with an outlying "
        "count by Cook's distance get no p-value; genes were filtered before, so nothing was filtered again. "
        "Love, Huber and Anders 2014, doi:10.1186/s13059-014-0550-8; Muzellec et al. 2023, "
        "doi:10.1093/bioinformatics/btad547."
    ),
    basis=Basis(
        estimand="The difference between the classes in log2 mean counts of a gene, all else in the design equal.",
        formula=(
            "count ~ NB(s * 2^(X b), alpha), s: size factor of the sample; statistic = b / se(b) of the class, held "
            "against the normal distribution."
        ),
        assumptions=(
            "Negative binomial counts; dispersions lie around a function of the mean; most genes do not differ."
        ),
        reference="Love, Huber and Anders 2014, doi:10.1186/s13059-014-0550-8",
    ),
    caution="",
    run=run,
    unfit=unfit,
    has_interval=False,
    of_counts=True,
    needs="pydeseq2",
    extra="counts",
    most=MOST,
)
