"""The differential expression of the synthetic study: small real computations, so that every number agrees.

Three kinds of study: two plain groups, pairs (sample i and sample i + n / 2 are one person), and groups adjusted for
covariates. The permutations are real ones, written out here; priors and linear model are the package's own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from interpret.contracts import BoolArray, FloatArray
from interpret.data.study import SET_ASIDE
from interpret.stats.design import Design, paired, two_groups
from interpret.stats.detectable import Detectable
from interpret.stats.diagnostics import Diagnostics
from interpret.stats.gene_table import GeneTable, gene_columns
from interpret.stats.linear_fit import LinearFit, fit_linear
from interpret.stats.resampling import Resampled
from interpret.stats.sensitivity import AGREEMENT, TOP
from interpret.stats.squeeze import VariancePrior, fit_variance_prior, squeeze_variance
from interpret.stats.trend_prior import fit_variance_trend

FDR, POWER, DRAWS = 0.05, 0.80, 2000
TESTS = {
    "groups": (
        ("moderated_t", "moderated t-test"),
        ("moderated_t_trend", "moderated t-test with trend"),
        ("moderated_t_robust", "robust moderated t-test"),
        ("welch", "Welch's t-test"),
        ("mann_whitney", "Mann-Whitney test"),
        ("student", "Student's t-test"),
        ("permutation", "permutation test"),
    ),
    "pairs": (
        ("moderated_t", "moderated t-test"),
        ("moderated_t_trend", "moderated t-test with trend"),
        ("moderated_t_robust", "robust moderated t-test"),
        ("student", "Student's t-test"),
        ("signed_rank", "Wilcoxon signed-rank test"),
        ("permutation", "permutation test"),
    ),
    "covariates": (
        ("moderated_t", "moderated t-test"),
        ("moderated_t_trend", "moderated t-test with trend"),
        ("moderated_t_robust", "robust moderated t-test"),
        ("student", "Student's t-test"),
        ("permutation", "permutation test"),
    ),
}
NOT_RUN = {
    "groups": (
        (
            "Wilcoxon signed-rank test",
            "it compares the two samples of a pair, and the samples are not paired",
        ),
    ),
    "pairs": (
        ("Welch's t-test", "it takes the samples to be independent, and here they come in pairs"),
        ("Mann-Whitney test", "it takes the samples to be independent, and here they come in pairs"),
    ),
    "covariates": (
        ("Welch's t-test", "it cannot adjust for anything, and the design does"),
        ("Mann-Whitney test", "it cannot adjust for anything, and the design does"),
    ),
}
UNFIT = "what the covariates leave of the class is too little to shuffle"

PValues = tuple[FloatArray, FloatArray]  # statistic and p-value, (p,) each


@dataclass(frozen=True, eq=False)
class Differential:
    """Design, gene table and diagnostics of one synthetic study."""

    design: Design
    table: GeneTable
    diagnostics: Diagnostics


def make_design(positive: BoolArray, kind: str, covariates: pd.DataFrame) -> Design:
    """Return the design of this kind; covariates are `Source` (two centres) and `age`."""
    n = positive.size
    if kind == "pairs":
        return paired(positive, np.arange(n) % (n // 2))
    if kind == "covariates":
        columns = ("intercept", "Source[T.DFCI]", "age")
        nuisance = np.column_stack([np.ones(n), covariates["Source"] == "DFCI", covariates["age"]]).astype(float)
        return Design(positive, nuisance, columns, "covariates", np.zeros(n, dtype=np.int64), "~ group + Source + age")
    return two_groups(positive)


def differential(
    values: FloatArray, design: Design, identity: pd.DataFrame, independent: dict[str, object], *, permutable: bool
) -> Differential:
    """Return everything on `(n, p)` values, NaN where missing; `independent` are the replication columns."""
    fit = fit_linear(values, design)
    plain = fit_variance_prior(fit.variance, fit.df.astype(float))
    trend = fit_variance_trend(fit.variance, fit.df.astype(float), fit.mean)
    drawn = resample(values, design) if permutable else None
    tests = tuple((name, title) for name, title in TESTS[design.kind] if drawn is not None or name != "permutation")
    results = {name: run(name, values, design, fit, plain, trend, drawn) for name, _ in tests}
    frame = _frame(values, design, identity, fit, plain, results, drawn, independent)
    table = GeneTable(frame, gene_columns(tests), df_prior=float(plain.df), s2_prior=float(plain.variance))
    p = frame["p_value"].to_numpy()
    not_run = NOT_RUN[design.kind] + (() if permutable else (("permutation test", UNFIT),))
    checks = Diagnostics(
        pi0_smoother=float(min(1.0, (p > 0.8).mean() / 0.2)),
        pi0_bootstrap=float(min(1.0, (p > 0.5).mean() / 0.5)),
        resampled=drawn,
        unfit="" if permutable else UNFIT,
        mean=fit.mean,
        sd=np.sqrt(fit.variance),
        prior_sd=np.sqrt(trend.variance),
        detectable=_detectable(fit, plain, p, int((frame["q_value"] <= FDR).sum())),
        agreement=_agreement(values, design, results, dict(tests)),
        not_run=not_run,
    )
    return Differential(design, table, checks)


def run(
    name: str,
    values: FloatArray,
    design: Design,
    fit: LinearFit,
    plain: VariancePrior,
    trend: VariancePrior,
    drawn: Resampled | None,
) -> PValues:
    """Return one test of every gene."""
    up, down = values[design.positive], values[~design.positive]
    if name == "permutation" and drawn is not None:
        return drawn.statistic, drawn.p_value
    if name == "welch":
        found = stats.ttest_ind(up, down, axis=0, equal_var=False, nan_policy="omit")
        return np.asarray(found.statistic), np.asarray(found.pvalue)
    if name == "mann_whitney":
        found = stats.mannwhitneyu(up, down, axis=0, nan_policy="omit")
        return np.asarray(found.statistic), np.asarray(found.pvalue)
    if name == "signed_rank":
        found = stats.wilcoxon(up - down, axis=0)
        return np.asarray(found.statistic), np.asarray(found.pvalue)
    variance, df = fit.variance, fit.df.astype(float)
    if name.startswith("moderated"):
        clipped = np.clip(variance, *np.quantile(variance, [0.05, 0.9]))  # a plain stand-in for the robust prior
        priors = {"moderated_t": plain, "moderated_t_trend": trend}
        prior = priors[name] if name in priors else fit_variance_prior(clipped, df)
        variance, df = squeeze_variance(fit.variance, df, prior), np.minimum(df + prior.df, fit.df.sum())
    t = fit.effect / (np.sqrt(variance) * fit.unscaled_sd)
    return t, 2.0 * stats.t.sf(np.abs(t), df)


def _frame(
    values: FloatArray,
    design: Design,
    identity: pd.DataFrame,
    fit: LinearFit,
    prior: VariancePrior,
    results: dict[str, PValues],
    drawn: Resampled | None,
    independent: dict[str, object],
) -> pd.DataFrame:
    up, down = values[design.positive], values[~design.positive]
    n_positive, n_negative = (~np.isnan(up)).sum(axis=0), (~np.isnan(down)).sum(axis=0)
    df = np.minimum(fit.df + prior.df, fit.df.sum())
    se = np.sqrt(squeeze_variance(fit.variance, fit.df.astype(float), prior)) * fit.unscaled_sd
    half = stats.t.ppf(0.975, df) * se
    t, p = results["moderated_t"]
    g = fit.effect / np.sqrt(fit.variance) * (1 - 3 / (4 * fit.df - 1))
    won = np.nansum([np.nansum((up[i] > down) & ~np.isnan(down), axis=0) for i in range(len(up))], axis=0)
    auc = won / (n_positive * n_negative)
    if design.kind == "pairs":
        auc = (up > down).mean(axis=0)
    wide = np.sqrt(np.maximum(auc * (1 - auc), 0.01) / np.minimum(n_positive, n_negative))
    columns: dict[str, object] = {
        **{name: identity[name].to_numpy() for name in ("gene", "symbol", "description")},
        "n_negative": n_negative,
        "n_positive": n_positive,
        "mean_negative": np.nanmean(down, axis=0),
        "mean_positive": np.nanmean(up, axis=0),
        "mean": fit.mean,
        "effect": fit.effect,
        "effect_unit": "log2 fold change",
        "ci_low": fit.effect - half,
        "ci_high": fit.effect + half,
        "se": se,
        "df": df,
        "hedges_g": g,
        "hedges_g_ci_low": g - half,
        "hedges_g_ci_high": g + half,
        "auc": auc,
        "auc_ci_low": np.maximum(auc - 1.96 * wide, 0.0),
        "auc_ci_high": np.minimum(auc + 1.96 * wide, 1),
        "statistic": t,
        "p_value": p,
        "q_value": _bh(p),
        **_corrected(p),
        "log_odds": t**2 / 2 - np.log(99.0),
    }
    for name, (statistic, value) in results.items():
        columns |= {f"{name}_statistic": statistic, f"{name}_p": value, f"{name}_q": _bh(value)}
    nowhere = np.full(p.size, np.nan)
    columns |= {
        "maxt_statistic": nowhere if drawn is None else drawn.statistic,
        "maxt_p": nowhere if drawn is None else drawn.adjusted,
    }
    frame = pd.DataFrame({**columns, **independent})
    same = np.sign(frame["independent_effect"]) == np.sign(frame["effect"])
    frame["independent_same_sign"] = same.astype("boolean").mask(frame["independent_effect"].isna())
    return frame


def _bh(p: FloatArray) -> FloatArray:
    adjusted = np.full(p.size, np.nan)
    adjusted[~np.isnan(p)] = stats.false_discovery_control(p[~np.isnan(p)])
    return adjusted


def _corrected(p: FloatArray) -> dict[str, FloatArray]:
    m, order = p.size, np.argsort(p, kind="stable")
    times = (m - np.arange(m)) * p[order]
    holm, hochberg = np.empty(m), np.empty(m)
    holm[order] = np.minimum(np.maximum.accumulate(times), 1.0)
    hochberg[order] = np.minimum(np.minimum.accumulate(times[::-1])[::-1], 1.0)
    pi0 = min(1.0, (p > 0.8).mean() / 0.2)
    return {
        "storey_q": _bh(p) * pi0,
        "by_q": np.asarray(stats.false_discovery_control(p, method="by"), dtype=float),
        "holm_p": holm,
        "hochberg_p": hochberg,
        "bonferroni_p": np.minimum(p * m, 1.0),
    }


def _detectable(fit: LinearFit, prior: VariancePrior, p: FloatArray, called: int) -> Detectable:
    needed = FDR * max(1, called) / p.size
    df = float(np.median(fit.df + prior.df))
    sd = tuple(float(x) for x in np.quantile(np.sqrt(fit.variance), [0.25, 0.5, 0.75]))
    reach = float(stats.t.isf(needed / 2, df) + stats.t.ppf(POWER, df)) * float(np.median(fit.unscaled_sd))
    return Detectable(needed, POWER, sd, tuple(each * reach for each in sd))  # type: ignore[arg-type]


def _agreement(values: FloatArray, design: Design, results: dict[str, PValues], titles: dict[str, str]) -> pd.DataFrame:
    own = set(np.argsort(results["moderated_t"][1], kind="stable")[:TOP])
    rows = [("test", titles[name], p) for name, (_, p) in results.items() if name != "moderated_t"]
    scaled = values - np.nanmedian(values, axis=1, keepdims=True)
    fit = fit_linear(scaled, design)
    prior = fit_variance_prior(fit.variance, fit.df.astype(float))
    moderated = run("moderated_t", scaled, design, fit, prior, prior, None)[1]
    rows += [("preparation", "arrays scaled", moderated)]
    made = [
        (kind, choice, p.size, int((_bh(p) <= FDR).sum()), len(own & set(np.argsort(p, kind="stable")[:TOP])))
        for kind, choice, p in rows
    ]
    return pd.DataFrame(made, columns=[column.name for column in AGREEMENT])


def resample(values: FloatArray, design: Design) -> Resampled:
    """Return the permutations that fit the design: labels, sign flips, or residuals (Freedman and Lane)."""
    random = np.random.default_rng(5)
    statistic = {"groups": _welch, "pairs": _signs, "covariates": _residuals}[design.kind]
    t, shuffled = statistic(values, design, random)
    observed, chance = np.abs(t), np.abs(shuffled)  # (p,), (b, p)
    draws = len(chance) + 1
    order = np.argsort(-observed, kind="stable")
    successive = np.maximum.accumulate(chance[:, order[::-1]], axis=1)[:, ::-1]
    adjusted = np.empty(observed.size)
    adjusted[order] = np.maximum.accumulate((1 + (successive >= observed[order]).sum(axis=0)) / draws)
    place = np.unique(np.geomspace(1, observed.size, 60).round().astype(np.int64))
    ordered = -np.sort(-chance, axis=1)[:, place - 1]
    gaps = np.isnan(values).any(axis=0)
    return Resampled(
        statistic=np.where(gaps, np.nan, t),
        p_value=np.where(gaps, np.nan, (1 + (chance >= observed).sum(axis=0)) / draws),
        adjusted=np.where(gaps, np.nan, adjusted),
        scheme={"groups": "labels", "pairs": "sign flips", "covariates": "residuals"}[design.kind],
        statistic_name={"groups": "Welch's t", "pairs": "paired t", "covariates": "t of the linear model"}[design.kind],
        draws=draws,
        complete=False,
        floor=1 / draws,
        place=place,
        chance=np.quantile(ordered, [0.025, 0.5, 0.975], axis=0),
        chance_draws=len(chance),
        left_out=int(gaps.sum()),
    )


Statistic = Callable[[FloatArray, Design, np.random.Generator], PValues]


def _welch(values: FloatArray, design: Design, random: np.random.Generator) -> PValues:
    labels = np.vstack([design.positive, random.permuted(np.tile(design.positive, (DRAWS, 1)), axis=1)]).astype(float)
    present = (~np.isnan(values)).astype(float)
    centred = np.nan_to_num(values - np.nanmean(values, axis=0))
    n, total, squares = (labels @ each for each in (present, centred, centred**2))
    means, errors = [], []
    for count, summed, squared in (
        (n, total, squares),
        (present.sum(axis=0) - n, centred.sum(axis=0) - total, (centred**2).sum(axis=0) - squares),
    ):
        means.append(summed / count)
        errors.append((squared - summed**2 / count) / (count - 1) / count)
    t = (means[0] - means[1]) / np.sqrt(errors[0] + errors[1])
    return t[0], t[1:]


def _signs(values: FloatArray, design: Design, random: np.random.Generator) -> PValues:
    pairs = design.n // 2
    difference = values[pairs:] - values[:pairs]
    signs = np.vstack([np.ones(pairs), random.choice([-1.0, 1.0], size=(DRAWS, pairs))])
    mean = signs @ difference / pairs
    variance = ((difference**2).sum(axis=0) - pairs * mean**2) / (pairs - 1)
    t = mean / np.sqrt(variance / pairs)
    return t[0], t[1:]


def _residuals(values: FloatArray, design: Design, random: np.random.Generator) -> PValues:
    basis, group = design.nuisance_basis, design.residual_group
    left = values - basis @ (basis.T @ values)
    found = []
    for i in range(1 + DRAWS // 4):
        shuffled = left if i == 0 else left[random.permutation(design.n)]
        shuffled = shuffled - basis @ (basis.T @ shuffled)
        effect = group @ shuffled / (group @ group)
        rest = shuffled - group[:, None] * effect
        found.append(effect / np.sqrt((rest**2).sum(axis=0) / design.residual_df / (group @ group)))
    return found[0], np.array(found[1:])


def set_aside(probes: int, controls: int, constant: int, tested: int) -> pd.DataFrame:
    """Return the genes that were not tested: `probes - tested` of them, one reason each."""
    below = probes - tested - controls - constant
    rows = [(f"AFFX-control-{i}_at", "", "control probe") for i in range(controls)]
    rows += [(f"C{i:05d}_at", f"SILENT{i}" if i % 2 else "", "constant after clamping") for i in range(constant)]
    rows += [(f"F{i:05d}_at", f"FLAT{i}", "below the filter") for i in range(below)]
    return pd.DataFrame(rows, columns=[column.name for column in SET_ASIDE])
