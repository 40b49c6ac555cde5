"""Differential expression: every test of every gene, with effects, corrections and the independent set beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from interpret.contracts import FloatArray, Stage
from interpret.data.cohort import Cohort
from interpret.settings import TestSettings
from interpret.stats.comparison import Comparison, Resampling
from interpret.stats.design import Design
from interpret.stats.diagnostics import Diagnostics, diagnose
from interpret.stats.effects import auc, effects_of, hedges_g
from interpret.stats.gene_table import GeneTable, gene_columns
from interpret.stats.log_odds import log_odds
from interpret.stats.multiplicity import ADJUSTMENTS, benjamini_hochberg
from interpret.stats.primary import applicable_tests, primary
from interpret.stats.question import Question
from interpret.stats.replication import IndependentEffects, independent_effects, no_effects, same_sign
from interpret.stats.resampling import draws_needed, unfit_for_permutation
from interpret.stats.sensitivity import OtherList
from interpret.stats.storey import pi0_smoother, q_values
from interpret.stats.two_group import TestResult, TwoGroupTest
from interpret.stats.two_group.moderated_t import MODERATED_T
from interpret.stats.voom import genes_counted


@dataclass(frozen=True, eq=False)
class Differential:
    """The gene table and what a reviewer asks about it."""

    table: GeneTable
    diagnostics: Diagnostics


def differential_steps(design: Design, settings: TestSettings, *, counted: int = 0) -> int:
    """Return the steps that `differential_expression` tells its stage of; `counted` as `applicable_tests` takes it."""
    draws = 0 if unfit_for_permutation(design) else draws_needed(design, settings.maxt_permutations)
    return len(applicable_tests(design, counted=counted, deseq2=settings.deseq2)) + draws


def differential_expression(
    question: Question,
    annotation: pd.DataFrame,
    independent: Question | None,
    settings: TestSettings,
    stream: np.random.SeedSequence,
    others: tuple[OtherList, ...] = (),
    stage: Stage | None = None,
) -> Differential:
    """Return the gene table of the training set, with each gene's effect in the independent set as replication.

    Parameters
    ----------
    question
        Samples, genes and design of the training set.
    annotation
        Columns `gene, symbol, description`; any order, genes more or fewer (unknown ones get an empty text).
    independent
        The same question to the independent set; its genes may be fewer (those that can be tested there). None
        where there is no such set.
    settings
        Primary test, confidence of the intervals and number of permutations.
    stream
        Source of the permutations.
    others
        Lists that other preparations gave, to be held against this one.
    stage
        Told of every test and draw done, `differential_steps` in all.

    Returns
    -------
    Differential
        One row a gene in the order of the question's genes. Neither the order of the patients nor that of the genes
        in the file changes a value.

    Raises
    ------
    SettingsError
        The primary test is not known, has no interval, or cannot be made in this design.
    """
    design, counted = question.design, genes_counted(question.counts)
    primary_test = primary(settings, design, counted=counted > 0)
    comparison = Comparison(
        question.cohort.expression.values,
        design,
        Resampling(stream, settings.maxt_permutations, stage),
        question.counts,
    )
    results: dict[str, TestResult] = {}
    tests = applicable_tests(design, counted=counted, deseq2=settings.deseq2)
    for test in tests:
        results[test.name] = test.run(comparison)
        if stage is not None:
            stage.advance()
    chosen = results[primary_test.name]
    moderated = results[MODERATED_T.name]
    frame = pd.DataFrame(
        {
            **_identity(question.cohort.genes, annotation),
            **_primary(question.cohort, comparison, primary_test, chosen, settings.confidence),
            **_adjusted(chosen),
            "log_odds": _log_odds(comparison, chosen if chosen.prior is not None else moderated),
            **_tests(results),
            **_permuted(comparison),
        }
    )
    effects = no_effects(len(frame)) if independent is None else independent_effects(question, independent, settings)
    frame = pd.concat([frame, _independent(frame, effects)], axis=1)
    prior = moderated.prior
    table = GeneTable(
        frame,
        gene_columns([(test.name, test.title) for test in tests]),
        df_prior=float(np.median(prior.df)) if prior is not None else np.nan,
        s2_prior=float(np.median(prior.variance)) if prior is not None else np.nan,
    )
    return Differential(table, diagnose(table, question.cohort, comparison, results, settings, others))


def _identity(genes: tuple[str, ...], annotation: pd.DataFrame) -> dict[str, object]:
    known = annotation.drop_duplicates("gene").set_index("gene").reindex(list(genes))
    return {
        "gene": list(genes),
        "symbol": known["symbol"].fillna("").to_numpy(),
        "description": known["description"].fillna("").to_numpy(),
    }


def _log_odds(comparison: Comparison, result: TestResult) -> FloatArray:
    return log_odds(comparison.fit if result.fit is None else result.fit, result)


def _primary(
    cohort: Cohort, comparison: Comparison, test: TwoGroupTest, result: TestResult, confidence: float
) -> dict[str, object]:
    moments, fit = comparison.moments, comparison.fit if result.fit is None else result.fit
    effects, df = effects_of(test, result, comparison, cohort.expression.scale, confidence)
    g, higher = hedges_g(comparison, confidence), auc(comparison, confidence)
    return {
        "n_negative": moments.n_negative,
        "n_positive": moments.n_positive,
        "mean_negative": moments.mean_negative,
        "mean_positive": moments.mean_positive,
        "mean": fit.mean,
        "effect": effects.effect,
        "effect_unit": effects.unit,
        "ci_low": effects.ci_low,
        "ci_high": effects.ci_high,
        "se": effects.se,
        "df": df,
        "hedges_g": g.g,
        "hedges_g_ci_low": g.ci_low,
        "hedges_g_ci_high": g.ci_high,
        "auc": higher.auc,
        "auc_ci_low": higher.ci_low,
        "auc_ci_high": higher.ci_high,
        "statistic": result.statistic,
        "p_value": result.p_value,
        "q_value": benjamini_hochberg(result.p_value),
    }


def _adjusted(result: TestResult) -> dict[str, object]:
    columns = {each.column: each.adjust(result.p_value) for each in ADJUSTMENTS if each.column != "q_value"}
    return {"storey_q": q_values(result.p_value, pi0_smoother(result.p_value)), **columns}


def _tests(results: Mapping[str, TestResult]) -> dict[str, object]:
    columns: dict[str, object] = {}
    for name, result in results.items():
        columns[f"{name}_statistic"] = result.statistic
        columns[f"{name}_p"] = result.p_value
        columns[f"{name}_q"] = benjamini_hochberg(result.p_value)
    return columns


def _permuted(comparison: Comparison) -> dict[str, object]:
    if unfit_for_permutation(comparison.design):
        nowhere = np.full(comparison.values.shape[1], np.nan)
        return {"maxt_statistic": nowhere, "maxt_p": nowhere}
    drawn = comparison.resampled
    return {"maxt_statistic": drawn.statistic, "maxt_p": drawn.adjusted}


def _independent(frame: pd.DataFrame, found: IndependentEffects) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "independent_effect": found.effect,
            "independent_ci_low": found.ci_low,
            "independent_ci_high": found.ci_high,
            "independent_p": found.p_value,
            "independent_same_sign": same_sign(frame["effect"].to_numpy(dtype=np.float64), found.effect),
        }
    )
