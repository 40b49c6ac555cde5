"""P-values adjusted for the number of genes, one rule a record; the registry is the tuple `ADJUSTMENTS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from statsmodels.stats.multitest import multipletests

from interpret.contracts import FloatArray
from interpret.method import Basis


@dataclass(frozen=True)
class Adjustment:
    """A rule that adjusts the p-values of all genes.

    Attributes
    ----------
    name
        Short name.
    column
        Its column in genes.csv.
    title
        Name for people.
    method
        What it holds, for the methods section, with its source.
    adjust
        The rule: `(m,)` p-values to `(m,)` adjusted ones, in the order given. Missing p-values (NaN) stay missing and
        are not counted, as in R's p.adjust.
    basis
        What it holds, how, and under which assumptions, for `interpret methods`.
    """

    name: str
    column: str
    title: str
    method: str
    adjust: Callable[[FloatArray], FloatArray]
    basis: Basis | None = None


def _adjusted(p_value: FloatArray, rule: str) -> FloatArray:
    adjusted = np.full(p_value.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p_value))
    if tested.size:
        adjusted[tested] = multipletests(p_value[tested], method=rule)[1]
    return adjusted


def benjamini_hochberg(p_value: FloatArray) -> FloatArray:
    """Return `(m,)` adjusted p-values (q-values), in the order given.

    A gene is called at false discovery rate `f` where its q-value is at most `f`; the expected share of false calls
    is then at most `f` for independent and for positively dependent tests. Missing p-values stay missing and are not
    counted (as R's p.adjust).

    Parameters
    ----------
    p_value
        `(m,)`, each in 0..1 or NaN.

    Notes
    -----
    Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x.
    """
    return _adjusted(p_value, "fdr_bh")


def benjamini_yekutieli(p_value: FloatArray) -> FloatArray:
    """Return `(m,)` p-values adjusted for the false discovery rate under any dependence between the tests.

    Benjamini-Hochberg times 1 + 1/2 + ... + 1/m. Benjamini and Yekutieli 2001, doi:10.1214/aos/1013699998.
    """
    return _adjusted(p_value, "fdr_by")


def holm(p_value: FloatArray) -> FloatArray:
    """Return `(m,)` p-values adjusted for the family-wise error under any dependence, by stepping down.

    Holm 1979, Scandinavian Journal of Statistics 6:65-70.
    """
    # By hand: statsmodels collects Python's garbage each time, half a second where a whole study is in memory.
    adjusted = np.full(p_value.shape, np.nan)
    order = np.argsort(p_value, kind="stable")  # missing ones last
    order = order[: np.count_nonzero(~np.isnan(p_value))]
    stepped = np.maximum.accumulate(p_value[order] * np.arange(order.size, 0, -1))
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted


def hochberg(p_value: FloatArray) -> FloatArray:
    """Return `(m,)` p-values adjusted for the family-wise error by stepping up.

    Holds for independent and for some positively dependent tests. Hochberg 1988, doi:10.1093/biomet/75.4.800.
    """
    return _adjusted(p_value, "simes-hochberg")


def bonferroni(p_value: FloatArray) -> FloatArray:
    """Return `(m,)` p-values times the number of tests, at most 1: family-wise error under any dependence.

    Dunn 1961, doi:10.1080/01621459.1961.10482090.
    """
    return _adjusted(p_value, "bonferroni")


BENJAMINI_HOCHBERG = Adjustment(
    name="bh",
    column="q_value",
    title="Benjamini-Hochberg",
    method=(
        "P-values were adjusted over all tested genes for the false discovery rate by the step-up procedure of "
        "Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x. The rate is held for independent and for "
        "positively dependent tests."
    ),
    basis=Basis(
        estimand="The expected share of false calls among the genes called (false discovery rate).",
        formula="q_(i) = min over k >= i of p_(k) * m / k, at most 1; p_(1) <= ... <= p_(m) are the sorted p-values.",
        assumptions="Tests that are independent or positively dependent on those of unchanged genes.",
        reference="Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x",
    ),
    adjust=benjamini_hochberg,
)

BENJAMINI_YEKUTIELI = Adjustment(
    name="by",
    column="by_q",
    title="Benjamini-Yekutieli",
    method=(
        "False discovery rate whatever the dependence between genes: Benjamini and Yekutieli 2001, "
        "doi:10.1214/aos/1013699998."
    ),
    basis=Basis(
        estimand="The expected share of false calls among the genes called (false discovery rate).",
        formula="q_(i) = min over k >= i of p_(k) * m * (1 + 1/2 + ... + 1/m) / k, at most 1.",
        assumptions="None on the dependence between genes.",
        reference="Benjamini and Yekutieli 2001, doi:10.1214/aos/1013699998",
    ),
    adjust=benjamini_yekutieli,
)

HOLM = Adjustment(
    name="holm",
    column="holm_p",
    title="Holm",
    method=(
        "Family-wise error whatever the dependence between genes, step-down: Holm 1979, Scandinavian Journal of "
        "Statistics 6:65-70."
    ),
    basis=Basis(
        estimand="The probability of one false call or more (family-wise error).",
        formula="adjusted p_(i) = max over k <= i of (m - k + 1) * p_(k), at most 1.",
        assumptions="None on the dependence between genes.",
        reference="Holm 1979, Scandinavian Journal of Statistics 6:65-70",
    ),
    adjust=holm,
)

HOCHBERG = Adjustment(
    name="hochberg",
    column="hochberg_p",
    title="Hochberg",
    method=(
        "Family-wise error, step-up, for independent and some positively dependent genes: Hochberg 1988, "
        "doi:10.1093/biomet/75.4.800."
    ),
    basis=Basis(
        estimand="The probability of one false call or more (family-wise error).",
        formula="adjusted p_(i) = min over k >= i of (m - k + 1) * p_(k), at most 1.",
        assumptions="Independent tests, or some kinds of positive dependence.",
        reference="Hochberg 1988, doi:10.1093/biomet/75.4.800",
    ),
    adjust=hochberg,
)

BONFERRONI = Adjustment(
    name="bonferroni",
    column="bonferroni_p",
    title="Bonferroni",
    method=(
        "Family-wise error whatever the dependence between genes, p-value times number of genes: Dunn 1961, "
        "doi:10.1080/01621459.1961.10482090."
    ),
    basis=Basis(
        estimand="The probability of one false call or more (family-wise error).",
        formula="adjusted p = min(1, m * p).",
        assumptions="None on the dependence between genes.",
        reference="Dunn 1961, doi:10.1080/01621459.1961.10482090",
    ),
    adjust=bonferroni,
)

# The first is the rule by which genes are called; a new one is one record and one line here.
ADJUSTMENTS: tuple[Adjustment, ...] = (
    BENJAMINI_HOCHBERG,
    BENJAMINI_YEKUTIELI,
    HOLM,
    HOCHBERG,
    BONFERRONI,
)
