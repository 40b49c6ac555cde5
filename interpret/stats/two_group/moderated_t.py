"""Moderated t: each gene's variance is steadied by what all genes say of variances (limma's eBayes)."""

from __future__ import annotations

import numpy as np

from interpret.method import Basis
from interpret.stats.comparison import Comparison
from interpret.stats.group_moments import two_sided_t
from interpret.stats.linear_fit import LinearFit
from interpret.stats.squeeze import VariancePrior, fit_variance_prior, squeeze_variance
from interpret.stats.two_group.protocol import TestResult, TwoGroupTest


def moderate(fit: LinearFit, prior: VariancePrior) -> TestResult:
    """Return the t of the effects with variances squeezed towards `prior`.

    The degrees of freedom are each gene's own plus the prior's, at most those of all genes pooled.
    """
    df = np.minimum(fit.df + prior.df, float(fit.df.sum()))
    se = np.sqrt(squeeze_variance(fit.variance, fit.df, prior)) * fit.unscaled_sd
    # A gene without any variance has one here (the prior's); only a single gene on its own can be left with none.
    se = np.where(se > 0.0, se, np.nan)
    statistic = fit.effect / se
    return TestResult(statistic, two_sided_t(statistic, df), df, se, prior)


def run(comparison: Comparison) -> TestResult:
    """Return the moderated t of every gene.

    Notes
    -----
    Estimand: the difference between the classes, all else in the design equal. Assumes normal errors with the same
    variance in all samples of a gene, and gene-wise variances drawn from one scaled inverse chi-square distribution.
    Smyth 2004, doi:10.2202/1544-6115.1027.
    """
    fit = comparison.fit
    return moderate(fit, fit_variance_prior(fit.variance, fit.df.astype(np.float64)))


MODERATED_T = TwoGroupTest(
    name="moderated_t",
    title="moderated t-test",
    method=(
        "Moderated t-test: the linear model of the design was fitted to each gene, the residual variances were "
        "squeezed towards a common prior estimated from all genes by empirical Bayes (as limma's eBayes without trend "
        "or robust options), and the t statistic was referred to Student's t with the prior's degrees of freedom "
        "added. Smyth 2004, doi:10.2202/1544-6115.1027; Ritchie et al. 2015, doi:10.1093/nar/gkv007."
    ),
    basis=Basis(
        estimand="The difference between the classes in the mean of a gene, all else in the design equal.",
        formula=(
            "t = b / (s_post * u), s_post^2 = (d0 * s0^2 + d * s^2) / (d0 + d), df = d0 + d; b: coefficient of "
            "the class, u: its standard error where the variance is 1, s^2 on d df: residual variance, s0^2 on "
            "d0 df: prior."
        ),
        assumptions=(
            "Normal errors of one variance in all samples of a gene; the variances of the genes are drawn from "
            "one scaled inverse chi-square distribution."
        ),
        reference="Smyth 2004, doi:10.2202/1544-6115.1027; Ritchie et al. 2015, doi:10.1093/nar/gkv007",
    ),
    caution="",
    run=run,
)
