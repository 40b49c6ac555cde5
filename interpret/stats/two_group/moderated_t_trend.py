"""Moderated t with a trend: the prior variance follows the gene's mean (limma's eBayes(trend = TRUE))."""

from __future__ import annotations

import numpy as np

from interpret.method import Basis
from interpret.stats.comparison import Comparison
from interpret.stats.trend_prior import fit_variance_trend
from interpret.stats.two_group.moderated_t import moderate
from interpret.stats.two_group.protocol import TestResult, TwoGroupTest


def run(comparison: Comparison) -> TestResult:
    """Return the moderated t of every gene, variances squeezed towards the trend over the genes' means.

    Notes
    -----
    Estimand and assumptions as of the moderated t, but the gene-wise variances are taken to be drawn around a smooth
    function of the gene's mean. Smyth 2004, doi:10.2202/1544-6115.1027; Law et al. 2014, doi:10.1186/gb-2014-15-2-r29.
    """
    fit = comparison.fit
    return moderate(fit, fit_variance_trend(fit.variance, fit.df.astype(np.float64), fit.mean))


MODERATED_T_TREND = TwoGroupTest(
    name="moderated_t_trend",
    title="moderated t-test with trend",
    method=(
        "Moderated t-test whose prior variance follows the gene's mean: a natural cubic spline with four columns "
        "through the log variances (as limma's eBayes with trend). Law et al. 2014, doi:10.1186/gb-2014-15-2-r29."
    ),
    basis=Basis(
        estimand=(
            "As of the moderated t-test: the difference between the classes in the mean of a gene, all else in "
            "the design equal."
        ),
        formula=(
            "As the moderated t, with s0^2 = exp(f(mean of the gene)), f a natural cubic spline through the log "
            "variances."
        ),
        assumptions=(
            "As of the moderated t, but the variances are drawn around a smooth function of the mean of the gene."
        ),
        reference="Law et al. 2014, doi:10.1186/gb-2014-15-2-r29",
    ),
    caution="",
    run=run,
)
