"""Moderated t: each gene's variance is steadied by what all genes say of variances (limma's eBayes)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.stats.group_moments import GroupMoments, group_moments, two_sided_t
from interpret.stats.squeeze import VariancePrior, fit_variance_prior, squeeze_variance
from interpret.stats.two_group.protocol import TestResult, TwoGroupTest


@dataclass(frozen=True, eq=False)
class ModeratedFit:
    """The two-group linear model of every gene with moderated variance.

    Attributes
    ----------
    moments
        Means and sums of squares of both groups.
    prior
        Prior of the variances.
    s2_post
        `(p,)` moderated variance within groups, squared units of the values.
    se
        `(p,)` standard error of the mean difference.
    df
        Degrees of freedom of every gene's moderated t: its own plus the prior's, at most those of all genes pooled.
    """

    moments: GroupMoments
    prior: VariancePrior
    s2_post: FloatArray
    se: FloatArray
    df: float


def fit_moderated(values: FloatArray, positive: BoolArray) -> ModeratedFit:
    """Fit the moderated two-group model to every gene.

    Parameters
    ----------
    values
        `(n, p)`, best on a logarithmic scale; genes that do not vary at all must have been left out.
    positive
        `(n,)`, True for the positive group.

    Notes
    -----
    Estimand: the difference of the group means. Assumes normal values with the same variance in both groups, and
    gene-wise variances drawn from one scaled inverse chi-square distribution. Smyth 2004,
    doi:10.2202/1544-6115.1027.
    """
    moments = group_moments(values, positive)
    variance = moments.pooled_variance  # (p,)
    prior = fit_variance_prior(variance, moments.pooled_df)
    s2_post = squeeze_variance(variance, moments.pooled_df, prior)
    df = min(moments.pooled_df + prior.df, float(moments.pooled_df * variance.size))
    return ModeratedFit(moments, prior, s2_post, np.sqrt(s2_post * moments.inverse_size), df)


def run(values: FloatArray, positive: BoolArray) -> TestResult:
    """Return the moderated t of every gene."""
    fit = fit_moderated(values, positive)
    # A gene without any variance has one here (the prior's); only a single gene on its own can be left with none.
    se = np.where(fit.se > 0.0, fit.se, np.nan)
    statistic = fit.moments.difference / se
    return TestResult(statistic, two_sided_t(statistic, fit.df), np.full(statistic.shape, fit.df))


MODERATED_T = TwoGroupTest(
    name="moderated_t",
    title="moderated t-test",
    method=(
        "Moderated t-test: a linear model with one mean per group was fitted to each gene, the residual variances were "
        "squeezed towards a common prior estimated from all genes by empirical Bayes (as limma's eBayes without trend "
        "or robust options), and the t statistic was referred to Student's t with the prior's degrees of freedom "
        "added. Smyth 2004, doi:10.2202/1544-6115.1027; Ritchie et al. 2015, doi:10.1093/nar/gkv007."
    ),
    caution="",
    run=run,
)
