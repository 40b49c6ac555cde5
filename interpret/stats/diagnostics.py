"""What a reviewer asks of the gene list: is it inflated, is the prior apt, would another choice give another list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from interpret.contracts import FloatArray
from interpret.data.cohort import Cohort
from interpret.settings import TestSettings
from interpret.stats.comparison import Comparison
from interpret.stats.detectable import Detectable, detectable
from interpret.stats.effects import effect_unit
from interpret.stats.gene_table import GeneTable
from interpret.stats.primary import against
from interpret.stats.resampling import Resampled, unfit_for_permutation
from interpret.stats.sensitivity import OtherList, agreement, first_genes
from interpret.stats.storey import pi0_bootstrap, pi0_smoother
from interpret.stats.two_group import EVERY_TEST, TESTS, TestResult, TwoGroupTest
from interpret.stats.two_group.moderated_t import MODERATED_T
from interpret.stats.two_group.moderated_t_trend import MODERATED_T_TREND
from interpret.stats.two_group.permutation import PERMUTATION
from interpret.stats.voom import Trend, genes_counted


@dataclass(frozen=True, eq=False)
class Diagnostics:
    """What the report's section on diagnostics draws and says.

    Attributes
    ----------
    pi0_smoother, pi0_bootstrap
        Estimated share of genes that do not differ (Storey), by both rules.
    resampled
        The permutations, with the |t| that chance alone gives at each place of the order; None where the design
        allows none, and `unfit` says why.
    unfit
        Why there are no permutations, as half a sentence; empty where there are.
    mean, sd
        `(p,)` mean of each gene and its residual standard deviation, on the prepared scale.
    prior_sd
        `(p,)` standard deviation that the prior of the trended moderated t gives a gene of that mean.
    detectable
        Smallest effect that could have been found.
    agreement
        Columns `AGREEMENT`: how much of the top list each other choice shares.
    not_run
        Title of each test that was not made, and why.
    counts_trend
        The mean-variance trend of counts before and after weighting; None where the values are no counts.
    """

    pi0_smoother: float
    pi0_bootstrap: float
    resampled: Resampled | None
    unfit: str
    mean: FloatArray
    sd: FloatArray
    prior_sd: FloatArray
    detectable: Detectable
    agreement: pd.DataFrame
    not_run: tuple[tuple[str, str], ...]
    counts_trend: Trend | None = None


def diagnose(
    table: GeneTable,
    cohort: Cohort,
    comparison: Comparison,
    results: Mapping[str, TestResult],
    settings: TestSettings,
    others: tuple[OtherList, ...] = (),
) -> Diagnostics:
    """Return the diagnostics of one gene table.

    Parameters
    ----------
    table, cohort, comparison, results
        The table, the samples it was made of, and every test made.
    settings
        Primary test, false discovery rate and power.
    others
        Lists that other preparations gave, for the table of agreement.
    """
    fit, chosen = comparison.fit, results[settings.primary]
    unfit = unfit_for_permutation(comparison.design)
    trend = results[MODERATED_T_TREND.name].prior
    lists = tuple(
        OtherList("test", test.title, cohort.genes, results[test.name].p_value, _centred(test, results[test.name]))
        for test in EVERY_TEST
        if test.name in results and test.name != settings.primary
    )
    first = first_genes(cohort.genes, chosen.p_value, chosen.statistic)
    prior_variance = np.nan if trend is None else trend.variance
    return Diagnostics(
        pi0_smoother=pi0_smoother(chosen.p_value),
        pi0_bootstrap=pi0_bootstrap(chosen.p_value),
        resampled=None if unfit else comparison.resampled,
        unfit=unfit,
        mean=fit.mean,
        sd=np.sqrt(fit.variance),
        prior_sd=np.sqrt(np.broadcast_to(prior_variance, fit.mean.shape)),
        detectable=_detectable(table, cohort, comparison, results, settings),
        agreement=agreement(first, (*lists, *others), settings.fdr),
        not_run=_not_run(comparison, results, settings),
        counts_trend=None if comparison.counts is None else comparison.voom.trend,
    )


def _not_run(
    comparison: Comparison, results: Mapping[str, TestResult], settings: TestSettings
) -> tuple[tuple[str, str], ...]:
    counted = genes_counted(comparison.counts)
    failed = {name: result.failed for name, result in results.items()}
    reasons = (
        (test.title, against(test, comparison.design, counted, settings.deseq2) or failed.get(test.name, ""))
        for test in (EVERY_TEST if counted else TESTS)
    )
    return tuple((title, reason) for title, reason in reasons if reason)


def _centred(test: TwoGroupTest, result: TestResult) -> FloatArray | None:
    """Return the statistic where it is a t: many genes share the smallest p-value that a permutation can give."""
    return result.statistic if test.has_interval or test is PERMUTATION else None


def _detectable(
    table: GeneTable,
    cohort: Cohort,
    comparison: Comparison,
    results: Mapping[str, TestResult],
    settings: TestSettings,
) -> Detectable:
    """Ask at the p-value that a gene needed in this study, for genes of usual, small and large spread.

    The spread is that of the moderated t: a gene's own standard deviation differs from others by chance too, and in
    small studies by chance above all. By simulation the power is then as stated to 6 % or so, but in groups of three
    larger for widely varying genes, whose variance is squeezed most.
    """
    divisor = effect_unit(cohort.expression.scale)[1]
    fit, chosen, moderated = comparison.fit, results[settings.primary], results[MODERATED_T.name]
    squeezed = np.full(fit.effect.shape, np.nan) if moderated.se is None else moderated.se / fit.unscaled_sd
    sd = np.nanquantile(squeezed, [0.25, 0.5, 0.75]) / divisor
    tested = int(np.isfinite(chosen.p_value).sum())
    needed = settings.fdr * max(1, len(table.called(settings.fdr))) / max(1, tested)
    return detectable(
        needed,
        settings.power,
        (float(sd[0]), float(sd[1]), float(sd[2])),
        float(np.nanmedian(fit.unscaled_sd)),
        float("nan") if chosen.df is None else float(np.nanmedian(chosen.df)),
    )
