"""Camera: do the genes of a set differ more than the other genes do, correlation between them allowed for."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr
from scipy.stats import rankdata

from interpret.contracts import FloatArray, IntArray
from interpret.errors import AnalysisError
from interpret.method import Basis, Method
from interpret.stats.design import Design
from interpret.stats.gene_sets.orthogonal import rotate
from interpret.stats.multiplicity import benjamini_hochberg
from interpret.stats.squeeze import fit_variance_prior, squeeze_variance
from interpret.stats.trend_prior import fit_variance_trend

PRESET = 0.01  # correlation between genes of a set, where it is not estimated (limma's own choice)
SMALLEST_VARIANCE = 1e-8
FEWEST_GENES = 3
METHOD = (
    "Camera, a competitive test: are the genes of a set more up (or down) than the other genes tested? The moderated t "
    "of the design, made normal, is compared between the set and the rest by a two-sample t-test whose variance "
    "allows for the correlation between the genes of a set. Wu and Smyth 2012, doi:10.1093/nar/gks461."
)
RECORD = Method(
    name="camera",
    title="Camera",
    room="sets",
    about=METHOD,
    basis=Basis(
        estimand="Whether the genes of a set tend to be higher, or lower, in one class than the other genes tested.",
        formula=(
            "t = (mean z in the set - mean z outside) / (s sqrt(VIF / m + 1 / (p - m))), z the moderated t as a normal "
            "deviate, VIF = 1 + (m - 1) correlation, p - 2 degrees of freedom; where the correlation is estimated, "
            "those of a gene's residuals."
        ),
        assumptions=(
            "The correlation between the genes of a set is as preset, 0.01, or as estimated. The set was put together "
            "without these data; the genes outside it are a fair comparison."
        ),
        reference="Wu and Smyth 2012, doi:10.1093/nar/gks461",
    ),
)


@dataclass(frozen=True, eq=False)
class Ranked:
    """What camera needs of the genes: one statistic each, and residuals for the correlation between them.

    Attributes
    ----------
    statistic
        `(p,)` moderated t.
    normal
        `(p,)` the same as a normal deviate.
    residual
        `(df, p)` rotated residuals, divided by the gene's standard deviation.
    """

    statistic: FloatArray
    normal: FloatArray
    residual: FloatArray

    @property
    def df(self) -> int:
        """Residual degrees of freedom of a gene."""
        return int(self.residual.shape[0])

    def take(self, rows: IntArray) -> Ranked:
        """Return these genes (row numbers) with the statistics that they have among all."""
        return Ranked(self.statistic[rows], self.normal[rows], self.residual[:, rows])


@dataclass(frozen=True, eq=False)
class Camera:
    """The answer for `s` sets, `(s,)` each.

    Attributes
    ----------
    statistic
        Above 0 where the set is more up than the rest: the t, or of ranks the normal deviate.
    p_value, q_value
        Two-sided, and adjusted for the number of sets (Benjamini-Hochberg).
    correlation
        Correlation between the genes of the set: the preset one, or as estimated (NaN for a single gene).
    """

    statistic: FloatArray
    p_value: FloatArray
    q_value: FloatArray
    correlation: FloatArray

    @property
    def up(self) -> IntArray:
        """`(s,)` 1 where the set is more up than the rest, -1 where it is more down."""
        return np.where(self.statistic < 0.0, -1, 1).astype(np.int64)


def rank_genes(values: FloatArray, weights: FloatArray | None, design: Design, *, trend: bool = False) -> Ranked:
    """Return the statistics of the genes by which sets are ranked.

    Parameters
    ----------
    values
        `(n, p)` prepared values, none missing; genes sorted by name, so that sums do not depend on the file.
    weights
        `(n, p)` precision weights of voom; None for none.
    design
        The `n` samples' design.
    trend
        Let the prior variance follow the gene's mean.

    Raises
    ------
    AnalysisError
        Fewer than three genes, or no degrees of freedom.
    """
    p = values.shape[1]
    if p < FEWEST_GENES or design.residual_df < 1:
        raise AnalysisError(
            f"sets of genes cannot be ranked: {p} genes, {max(0, design.residual_df)} degrees of freedom",
            wanted="at least 3 genes and 1 degree of freedom",
        )
    rotated = rotate(values, weights, design)
    df, variance = float(rotated.df), rotated.variance
    prior = fit_variance_trend(variance, df, values.mean(axis=0)) if trend else fit_variance_prior(variance, df)
    statistic = rotated.effect / np.sqrt(squeeze_variance(variance, df, prior))
    total = min(df + float(np.max(prior.df)), p * df)
    residual = rotated.residual / np.sqrt(np.maximum(variance, SMALLEST_VARIANCE))
    return Ranked(statistic, normal_of_t(statistic, total), residual)


def camera(
    ranked: Ranked, sets: tuple[IntArray, ...], correlation: float | None = PRESET, *, ranks: bool = False
) -> Camera:
    """Return camera's answer for every set.

    Parameters
    ----------
    ranked
        `p` genes.
    sets
        Row numbers of the members of each set, at least one and not all genes.
    correlation
        Between the genes of every set; None has it estimated from the residuals, set by set, which keeps the rate of
        false calls exactly but loses most of the power in small studies. Estimates below 0 count as 0.
    ranks
        Compare ranks (a Wilcoxon test that allows for correlation) in place of values: for sets of few extreme genes.

    Notes
    -----
    Null hypothesis: the genes of the set differ no more than the other genes. Wu and Smyth 2012,
    doi:10.1093/nar/gks461, as limma's camera; ranks: Barry, Nobel and Wright 2008, doi:10.1214/07-AOAS146.
    """
    p = ranked.statistic.size
    estimated = [_estimated(ranked, rows) if correlation is None else correlation for rows in sets]
    df = float(min(ranked.df, p - 2)) if correlation is None else (math.inf if ranks else p - 2.0)
    if ranks:
        place, ties = _ranks(ranked.statistic)
        pairs = [_rank_sum(place, ties, rows, max(0.0, each), df) for rows, each in zip(sets, estimated, strict=True)]
    else:
        middle = math.fsum(ranked.normal.tolist()) / p
        spread = math.fsum(((ranked.normal - middle) ** 2).tolist()) / (p - 1)
        pairs = [
            _two_sample(ranked.normal, rows, each, (middle, spread), df)
            for rows, each in zip(sets, estimated, strict=True)
        ]
    statistic = np.array([pair[0] for pair in pairs])
    p_value = np.array([min(1.0, pair[1]) for pair in pairs])
    return Camera(statistic, p_value, benjamini_hochberg(p_value), np.array(estimated, dtype=np.float64))


def _estimated(ranked: Ranked, rows: IntArray) -> float:
    """Return the mean correlation between the genes of a set, from the variance of their mean residual."""
    m = rows.size
    if m < 2:  # noqa: PLR2004  a gene is not correlated with itself
        return math.nan
    means = ranked.residual[:, rows].mean(axis=1)
    return (m * float((means * means).mean()) - 1.0) / (m - 1)


def _two_sample(
    normal: FloatArray, rows: IntArray, correlation: float, all_genes: tuple[float, float], df: float
) -> tuple[float, float]:
    """Return the t of the set against the rest and its two-sided p-value; `all_genes` are their mean and variance."""
    p, m = normal.size, rows.size
    rest = p - m
    inflation = 1.0 if math.isnan(correlation) else max(1.0, 1.0 + (m - 1) * correlation)
    difference = p / rest * (math.fsum(normal[rows].tolist()) / m - all_genes[0])
    pooled = ((p - 1) * all_genes[1] - difference**2 * m * rest / p) / (p - 2)
    statistic = difference / math.sqrt(pooled * (inflation / m + 1.0 / rest))
    return statistic, 2.0 * float(stdtr(df, -abs(statistic)))


def _ranks(statistic: FloatArray) -> tuple[FloatArray, float]:
    """Return `(p,)` ranks and the share by which ties lower the variance of their sum."""
    p = statistic.size
    _, number = np.unique(statistic, return_counts=True)
    tied = float((number.astype(np.float64) * (number + 1.0) * (number - 1.0)).sum())
    return np.asarray(rankdata(statistic), dtype=np.float64), tied / (p * (p + 1.0) * (p - 1.0))


def _rank_sum(place: FloatArray, ties: float, rows: IntArray, correlation: float, df: float) -> tuple[float, float]:
    """Return the deviate of the rank sum of the set and its two-sided p-value."""
    p, m = place.size, rows.size
    rest = p - m
    variance = m * rest * (p + 1) / 12.0
    if correlation > 0.0 and m > 1:
        # probabilities that two pairs (one gene of the set, one of the rest each) both fall the same way
        same = math.asin(1.0) + math.asin(0.5) * (rest - 1)
        across = math.asin(correlation / 2.0) * (rest - 1) + math.asin((correlation + 1.0) / 2.0)
        variance = m * rest * (same + (m - 1) * across) / (2.0 * math.pi)
    above = float(place[rows].sum()) - m * (m + 1) / 2.0 - m * rest / 2.0
    root = math.sqrt(variance * (1.0 - ties))
    up, down = (above - 0.5) / root, (above + 0.5) / root  # continuity: half a rank against either side
    p_up, p_down = float(_tail(-up, df)), float(_tail(down, df))
    return (up if p_up <= p_down else down), 2.0 * min(p_up, p_down)


def _tail(deviate: float, df: float) -> float:
    return 0.5 * math.erfc(-deviate / math.sqrt(2.0)) if math.isinf(df) else float(stdtr(df, deviate))


def normal_of_t(statistic: FloatArray, df: float) -> FloatArray:
    """Return normal deviates with (nearly) the same tail probability as Student's t with `df` degrees of freedom.

    Hill's expansion, 1970, doi:10.1145/355598.362775: right to a few units of the fifth digit where df is 5 or more,
    and it holds far out in the tails, where probabilities are too small to be inverted.
    """
    if math.isinf(df):
        return statistic.copy()
    a = df - 0.5
    b = 48.0 * a * a
    z = a * np.log1p(statistic / df * statistic)
    inner = ((-0.4 * z - 3.3) * z - 24.0) * z - 85.5
    correction = (inner / (0.8 * z * z + 100.0 + b) + z + 3.0) / b + 1.0
    return np.asarray(np.sign(statistic) * correction * np.sqrt(z), dtype=np.float64)
