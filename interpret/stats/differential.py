"""Differential expression: every test of every gene, with effects, corrections and the independent set beside them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from interpret.contracts import FloatArray, Stage
from interpret.data.cohort import Cohort
from interpret.errors import AnalysisError
from interpret.settings import TestSettings
from interpret.stats.effects import auc, hedges_g, moderated_effects
from interpret.stats.fdr import benjamini_hochberg
from interpret.stats.gene_table import PRIMARY_TEST, GeneTable, gene_columns
from interpret.stats.maxt import labellings_needed, step_down_maxt
from interpret.stats.replication import IndependentEffects, independent_effects, same_sign, varying_genes
from interpret.stats.two_group import TESTS, TestResult
from interpret.stats.two_group.moderated_t import ModeratedFit, fit_moderated


def differential_steps(training: Cohort, settings: TestSettings) -> int:
    """Return the steps that `differential_expression` reports to its stage."""
    return len(TESTS) + labellings_needed(training.n_negative, training.n_positive, settings.maxt_permutations)


def differential_expression(
    training: Cohort,
    annotation: pd.DataFrame,
    independent: Cohort | None,
    settings: TestSettings,
    stream: np.random.SeedSequence,
    stage: Stage | None = None,
) -> GeneTable:
    """Return the gene table of the training set, with each gene's effect in the independent set as replication.

    Parameters
    ----------
    training
        Prepared and filtered; every gene varies and each class has three patients or more.
    annotation
        Columns `gene, symbol, description`; any order, genes more or fewer (unknown ones get an empty text).
    independent
        Prepared with the training set's preparation, with the same genes in any order; or None.
    settings
        Confidence of the intervals and number of permutations.
    stream
        Source of the label permutations.
    stage
        Told of every test and labelling done, `differential_steps` in all.

    Returns
    -------
    GeneTable
        One row a gene in the order of `training.genes`. Neither the order of the patients nor that of the genes in
        the file changes a value.

    Raises
    ------
    AnalysisError
        A class is too small, or a gene has the same value in all training patients.
    InputError
        The independent set lacks a gene.
    """
    training.require_both_classes()
    _refuse_constant(training)
    training = _by_sample_name(training)
    values, positive = training.expression.values, training.positive
    results: dict[str, TestResult] = {}
    for test in TESTS:
        results[test.name] = test.run(values, positive)
        if stage is not None:
            stage.advance()
    fit = fit_moderated(values, positive)
    family = step_down_maxt(values, positive, stream, settings.maxt_permutations, stage)
    primary = _primary(training, fit, results[PRIMARY_TEST], settings.confidence)
    frame = pd.DataFrame(
        {
            **_identity(training.genes, annotation),
            **primary,
            **_tests(results),
            "maxt_statistic": family.statistic,
            "maxt_p": family.p_value,
            **_independent(training, np.asarray(primary["effect"]), independent, settings.confidence),
        }
    )
    columns = gene_columns([(test.name, test.title) for test in TESTS])
    return GeneTable(frame, columns, df_prior=fit.prior.df, s2_prior=fit.prior.variance)


def _refuse_constant(training: Cohort) -> None:
    constant = np.flatnonzero(~varying_genes(training.expression))
    if constant.size:
        raise AnalysisError(
            f"{constant.size} genes have the same value in all training patients",
            where="first: " + ", ".join(training.genes[j] for j in constant[:5]),
            wanted="genes that vary: without variance no test is possible",
            remedy="leave these genes out before the tests",
        )


def _by_sample_name(cohort: Cohort) -> Cohort:
    """Return the patients in the order of their names: sums and permutations then do not depend on the file's order."""
    names = cohort.samples
    return cohort.take(sorted(range(cohort.n), key=names.__getitem__))


def _identity(genes: tuple[str, ...], annotation: pd.DataFrame) -> dict[str, object]:
    known = annotation.drop_duplicates("gene").set_index("gene").reindex(list(genes))
    return {
        "gene": list(genes),
        "symbol": known["symbol"].fillna("").to_numpy(),
        "description": known["description"].fillna("").to_numpy(),
    }


def _primary(training: Cohort, fit: ModeratedFit, primary: TestResult, confidence: float) -> dict[str, object]:
    effects = moderated_effects(fit, training.expression.scale, confidence)
    return {
        "n_negative": fit.moments.n_negative,
        "n_positive": fit.moments.n_positive,
        "mean_negative": fit.moments.mean_negative,
        "mean_positive": fit.moments.mean_positive,
        "effect": effects.effect,
        "effect_unit": effects.unit,
        "ci_low": effects.ci_low,
        "ci_high": effects.ci_high,
        "se": effects.se,
        "df": fit.df,
        "hedges_g": hedges_g(fit.moments),
        "auc": auc(training.expression.values, training.positive),
        "statistic": primary.statistic,
        "p_value": primary.p_value,
        "q_value": benjamini_hochberg(primary.p_value),
    }


def _tests(results: dict[str, TestResult]) -> dict[str, object]:
    columns: dict[str, object] = {}
    for name, result in results.items():
        columns[f"{name}_statistic"] = result.statistic
        columns[f"{name}_p"] = result.p_value
        columns[f"{name}_q"] = benjamini_hochberg(result.p_value)
    return columns


def _independent(
    training: Cohort, effect: FloatArray, independent: Cohort | None, confidence: float
) -> dict[str, object]:
    if independent is None:
        nowhere = np.full(effect.size, np.nan)
        found = IndependentEffects(nowhere, nowhere, nowhere, nowhere)
    else:
        same_genes = independent.with_expression(independent.expression.named(training.genes))
        found = independent_effects(_by_sample_name(same_genes), confidence)
    return {
        "independent_effect": found.effect,
        "independent_ci_low": found.ci_low,
        "independent_ci_high": found.ci_high,
        "independent_p": found.p_value,
        "independent_same_sign": same_sign(effect, found.effect),
    }
