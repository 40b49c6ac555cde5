"""Hedges' g: the difference in standard deviations, with the interval of the noncentral t."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.polynomial.chebyshev import chebpts1, chebval
from scipy.fft import dct
from scipy.special import gammaln

from interpret.contracts import FloatArray, IntArray
from interpret.method import Basis, Method
from interpret.stats.comparison import Comparison
from interpret.stats.design import Design
from interpret.stats.noncentral_t import MANY, noncentrality

# Degree of the polynomial that stands for the exact limits of all genes with the same degrees of freedom, and what is
# added to it, divided by these. At 95 % it is then off by less than 1e-11 of max(1, |limit|), at 99.9 % by 2e-7 with 2
# degrees of freedom and 1e-9 from 3 on.
DEGREE, DEGREE_OF_FEW = 64, 200


@dataclass(frozen=True, eq=False)
class StandardisedEffect:
    """Hedges' g of every gene with its interval, all `(p,)` in standard deviations; NaN where it is not defined."""

    g: FloatArray
    ci_low: FloatArray
    ci_high: FloatArray


def method_text(design: Design) -> str:
    """Return the sentences for the methods section."""
    if design.kind == "groups":
        unit = "the difference of the group means in pooled standard deviations"
    elif design.person is None:
        unit = "the adjusted difference in residual standard deviations of the linear model"
    else:
        adjusted = "" if design.kind == "pairs" else "adjusted "
        unit = f"the {adjusted}mean difference within pairs in standard deviations of these differences (g_z)"
    return (
        f"Hedges' g is {unit}, with the exact correction for small samples (Hedges 1981, "
        "doi:10.3102/10769986006002107). Its limits are the exact ones for normal values, by inverting the noncentral "
        "t distribution (Cumming and Finch 2001, doi:10.1177/0013164401614002); unlike some software they are not "
        "multiplied by that correction, which would cost coverage in small groups."
    )


def hedges_g(comparison: Comparison, confidence: float) -> StandardisedEffect:
    """Return the standardised difference of every gene with its interval.

    In two independent groups it is the difference of the means in pooled standard deviations; with strata or
    covariates the coefficient of the class in residual standard deviations; in pairs the mean difference in standard
    deviations of the differences (g_z, not to be compared with the g of independent groups).

    Parameters
    ----------
    comparison
        Values and design.
    confidence
        Coverage of each single interval; it is not adjusted for the number of genes.

    Notes
    -----
    Estimand: effect / standard deviation. g is unbiased for normal errors with one variance. NaN for a gene that is
    constant, all else equal, and below two degrees of freedom, where no correction exists. The limits are those of the
    noncentrality of the gene's t (Steiger and Fouladi 1997, in Harlow et al., What if there were no significance
    tests?) and cover effect / standard deviation exactly as often as they say. The correction J of g is not applied
    to them, as R's effectsize does: 95 % limits would then cover a true difference of 2 standard deviations in 90 %
    with three against three and in 94.8 % with 11 against 27. Hedges 1981, doi:10.3102/10769986006002107.
    """
    fit = comparison.fit
    sd = np.sqrt(fit.variance)  # (p,)
    only_rounding = fit.only_rounding
    if comparison.design.kind == "groups":
        only_rounding = comparison.moments.only_rounding(sd)
    sd = np.where(only_rounding | (fit.df < 2), np.nan, sd)  # noqa: PLR2004  see the notes
    # The residuals of a pair are half its difference, up and down: the differences vary twice as much as residuals.
    unit = sd if comparison.design.person is None else np.sqrt(2.0) * sd
    correction = small_sample_correction(fit.df)
    se = sd * fit.unscaled_sd
    low, high = noncentrality_limits(fit.effect / se, fit.df.astype(np.float64), confidence)
    size = se / unit  # standard deviations in one unit of noncentrality
    return StandardisedEffect(correction * fit.effect / unit, low * size, high * size)


def small_sample_correction(df: FloatArray | IntArray) -> FloatArray:
    """Return the factor J by which effect / standard deviation is unbiased; NaN below two degrees of freedom."""
    enough = np.where(df < 2, np.nan, df)  # noqa: PLR2004  with one the expectation is infinite
    return np.asarray(np.exp(gammaln(enough / 2.0) - gammaln((enough - 1.0) / 2.0)) / np.sqrt(enough / 2.0))


def noncentrality_limits(t: FloatArray, df: FloatArray, confidence: float) -> tuple[FloatArray, FloatArray]:
    """Return `(p,)` limits of the noncentrality of each t: P(T >= t | low) = P(T <= t | high) = (1 - confidence) / 2.

    Parameters
    ----------
    t
        `(p,)`; NaN gives NaN.
    df
        `(p,)` degrees of freedom, 2 or more where t is not NaN. Genes that share them share the work.
    confidence
        Coverage of each single interval.
    """
    low, high = np.full(t.shape, np.nan), np.full(t.shape, np.nan)
    known = np.flatnonzero(~np.isnan(t))
    for each in np.unique(df[known]):
        genes = known[df[known] == each]
        both = _lower_limits(np.concatenate([t[genes], -t[genes]]), float(each), (1.0 + confidence) / 2.0)
        low[genes], high[genes] = both[: genes.size], -both[genes.size :]  # the upper limit mirrors the lower one
    return low, high


def _lower_limits(t: FloatArray, df: float, probability: float) -> FloatArray:
    """Return the noncentralities with P(T <= t) = probability, by interpolation where the genes are many.

    Divided by the spread sqrt(1 + t^2 / 2 df) the limit is a smooth function of the angle atan(t / sqrt(2 df)) up to
    both ends, where t is infinite, and a polynomial in that angle stands for it.
    """
    scale = np.sqrt(2.0 * df)
    degree = DEGREE + int(DEGREE_OF_FEW / df)
    if t.size <= degree + 1 or df >= MANY:
        return noncentrality(t, np.asarray(df), np.asarray(probability))

    node = chebpts1(degree + 1)
    value = scale * np.tan(node * np.pi / 2.0)
    limit = noncentrality(value, np.asarray(df), np.asarray(probability)) / np.hypot(1.0, value / scale)
    polynomial = dct(limit[::-1], type=2) / (degree + 1)
    polynomial[0] /= 2.0
    angle = np.arctan(t / scale) * (2.0 / np.pi)  # -1 to 1
    return np.asarray(chebval(angle, polynomial) * np.hypot(1.0, t / scale), dtype=np.float64)


RECORD = Method(
    name="hedges-g",
    title="Hedges' g",
    room="effects",
    about=(
        "Hedges' g is the difference in standard deviations, corrected for small samples, with limits from the "
        "noncentral t."
    ),
    basis=Basis(
        estimand="The difference of the class means in standard deviations of a gene within the classes.",
        formula="g = J(df) * (m1 - m0) / s, J(df) = Gamma(df/2) / (sqrt(df/2) * Gamma((df - 1)/2)).",
        assumptions="Normal values of one variance in both classes.",
        reference="Hedges 1981, doi:10.3102/10769986006002107; Cumming and Finch 2001, doi:10.1177/0013164401614002",
    ),
)
