"""Robust moderated t: genes of outlying variance neither shape the prior nor are held to it (eBayes(robust = TRUE))."""

from __future__ import annotations

import numpy as np

from interpret.method import Basis
from interpret.stats.comparison import Comparison
from interpret.stats.robust_prior import fit_variance_robust
from interpret.stats.two_group.moderated_t import moderate
from interpret.stats.two_group.protocol import TestResult, TwoGroupTest


def run(comparison: Comparison) -> TestResult:
    """Return the moderated t of every gene with the robust prior; NaN for all if half of the variances are zero.

    Notes
    -----
    Estimand and assumptions as of the moderated t, but some genes may have variances far above what the prior allows:
    they keep more of their own. Phipson et al. 2016, doi:10.1214/16-AOAS920.
    """
    fit = comparison.fit
    return moderate(fit, fit_variance_robust(fit.variance, fit.df.astype(np.float64)))


MODERATED_T_ROBUST = TwoGroupTest(
    name="moderated_t_robust",
    title="robust moderated t-test",
    method=(
        "Moderated t-test with a robust prior: the prior was estimated from winsorized log variances (5 % below, 10 % "
        "above), and genes of outlying variance were squeezed towards it less (as limma's eBayes with robust). "
        "Phipson et al. 2016, doi:10.1214/16-AOAS920."
    ),
    basis=Basis(
        estimand=(
            "As of the moderated t-test: the difference between the classes in the mean of a gene, all else in "
            "the design equal."
        ),
        formula=(
            "As the moderated t, with a d0 for each gene: that of all genes, or less where the variance lies "
            "far above the prior."
        ),
        assumptions=(
            "As of the moderated t, but a few genes may have variances that the prior does not allow; they keep "
            "more of their own."
        ),
        reference="Phipson et al. 2016, doi:10.1214/16-AOAS920",
    ),
    caution="",
    run=run,
)
