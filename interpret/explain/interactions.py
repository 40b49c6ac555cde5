"""Pairs of genes that move a tree model's output together, and whether the left-out patients bear them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit

from interpret.contracts import BoolArray, Column, FloatArray, IntArray
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression
from interpret.explain.attribution import Attribution
from interpret.explain.resampling import draw_persons
from interpret.explain.shown import entered
from interpret.explain.stability import RESAMPLES, agreement, bootstrap_of_means, ranks
from interpret.explain.tree_interactions import pair_directions, pair_values, pairs_held
from interpret.explain.tree_paths import Paths, tree_paths
from interpret.explain.unstable import FEWEST_FOLDS, unstable
from interpret.method import Basis, Method
from interpret.models.learner import Fitted

PAIRS_LISTED = 10
SUPPORT_LEVEL = 97.5  # one-sided: the lower end of a simultaneous 95 % interval
SUPPORT_RESAMPLES = 1000
_COLUMNS_AT_ONCE = 1024  # bounds the memory of the draws; which go together changes nothing but last digits

INTERACTION_COLUMNS = (
    Column("model", "text", "", "model"),
    Column("gene_a", "text", "", "gene or probe, the first of the two by name"),
    Column("gene_b", "text", "", "the other gene or probe"),
    Column(
        "mean_abs_interaction",
        "number",
        "unit of the model",
        "mean absolute SHAP interaction value over left-out patients, both halves of the pair together",
    ),
    Column("mean_abs_low", "number", "unit of the model", "lower end of its 95 % bootstrap range over patients"),
    Column("mean_abs_high", "number", "unit of the model", "upper end of that range"),
    Column("rank", "integer", "", "rank by it among the pairs that half of the fold models hold, 1 is largest"),
    Column("rank_low", "number", "", "lower end of the 95 % bootstrap range of the rank over patients"),
    Column("rank_high", "number", "", "upper end of that range"),
    Column("fold_use_share", "number", "", "share of fold models in which both genes stand on one way of a tree"),
    Column("fold_sign_share", "number", "", "share of those in which the pair points the way it does in most"),
    Column("brier_gain", "number", "", "how much the Brier score of left-out patients rises without the interaction"),
    Column("brier_gain_low", "number", "", "lower end of its 95 % interval, simultaneous over all pairs ranked"),
    Column("supported", "truth", "", "that lower end is above 0"),
    Column("stable", "truth", "", "not unstable by the rule for genes"),
)


@dataclass(frozen=True, eq=False)
class Interactions:
    """The pairs of genes of every tree model.

    Attributes
    ----------
    table
        Columns `INTERACTION_COLUMNS`: up to `PAIRS_LISTED` rows a model, largest mean absolute interaction first.
    held
        Model and number of pairs that at least half of its fold models hold: those that are ranked.
    """

    table: pd.DataFrame
    held: tuple[tuple[str, int], ...] = ()

    def shown(self) -> pd.DataFrame:
        """Return the pairs that the left-out patients support and that are stable."""
        return self.table[self.table["supported"].astype(bool) & self.table["stable"].astype(bool)]


def no_interactions() -> Interactions:
    """Return what is found where no tree model is explained."""
    return Interactions(pd.DataFrame(columns=[column.name for column in INTERACTION_COLUMNS]))


def find_interactions(
    model: str, fitted: Sequence[Fitted], attribution: Attribution, cohort: Cohort, stream: np.random.SeedSequence
) -> Interactions | None:
    """Return the largest SHAP interaction values of a tree model, each patient's from trees that never saw them.

    A pair is ranked where at least half of the fold models have both genes on one way of a tree: others would be
    unstable by the rule, and in a forest on thousands of genes they are nearly all. The `PAIRS_LISTED` largest by mean
    absolute value are returned.

    A pair is supported where taking its interaction out of every left-out patient's output makes their Brier score
    worse: the mean rise must be above zero by more than its bootstrap allows, at once over all pairs ranked. With
    `g_q` the mean rise of pair q, `s_q` its bootstrap standard deviation and `c` the 97.5 % point over draws of
    `max_q (g*_q - g_q) / s_q`, the lower end is `g_q - c s_q` (the single-step maximum method, Westfall and Young
    1993; Romano and Wolf 2005, doi:10.1198/016214504000000539). Over all pairs ranked and not over the largest alone,
    because the fold models share nearly all patients: a pair is large where chance favours it in most folds, and it
    then does well for the patients left out too. Interactions that only keep two genes which say the same from
    counting twice pull outputs to the middle, where they are too near already: they fail.

    Parameters
    ----------
    fitted
        `n` models, one a sample; the same object may stand for several.
    attribution
        Of the same `n` left-out samples by the same models.
    cohort
        The same samples as read, with their true classes and who gave them.
    stream
        Randomness of the bootstrap.

    Returns
    -------
    Interactions or None
        None where a model shows no trees.
    """
    by_name, weights = draw_persons(attribution.samples, cohort.persons, stream, RESAMPLES)
    judges = [fitted[i] for i in by_name]  # so that the order of samples decides no order of adding up
    models = list({id(each): each for each in judges}.values())
    paths = tree_paths(models, attribution.genes)
    if paths is None:
        return None
    number = {id(each): m for m, each in enumerate(models)}
    judged_by = np.array([number[id(each)] for each in judges], dtype=np.int64)
    design = _entered(models, judged_by, cohort.expression.take_samples(by_name), attribution.genes)
    pairs, share = pairs_held(paths, len(attribution.genes))
    pairs, share = pairs[share >= FEWEST_FOLDS], share[share >= FEWEST_FOLDS]
    values = pair_values(paths, paths.weight[:, judged_by].tocsr(), design, pairs)  # (n, q)
    table = _ranked(values, weights, _named(pairs, attribution.genes), share)
    top = table["pair"].to_numpy(dtype=np.int64)
    table = _with_direction(table, paths, design, pairs[top])
    _, heavy = draw_persons(attribution.samples, cohort.persons, stream, SUPPORT_RESAMPLES)
    gains = brier_gains(attribution, cohort.positive, values, by_name)
    table["brier_gain"] = gains.mean(axis=0)[top]
    table["brier_gain_low"] = simultaneous_low(gains, heavy)[top]
    table["supported"] = table["brier_gain_low"] > 0.0
    table["stable"] = [not unstable(row) for row in table.to_dict("records")]
    table.insert(0, "model", model)
    return Interactions(table[[column.name for column in INTERACTION_COLUMNS]], ((model, int(pairs.size)),))


def joined(found: Sequence[Interactions]) -> Interactions:
    """Return the pairs of several models under one another."""
    if not found:
        return no_interactions()
    table = pd.concat([each.table for each in found], ignore_index=True)
    return Interactions(table, tuple(held for each in found for held in each.held))


def _entered(models: Sequence[Fitted], judged_by: IntArray, expression: Expression, genes: Sequence[str]) -> FloatArray:
    """Return `(n, k)` values as the trees of each patient's own model compare them; of other genes, as some model's."""
    place = {gene: j for j, gene in enumerate(genes)}
    design = np.full((expression.n_samples, len(genes)), np.nan)
    columns = [np.array([place[gene] for gene in model.genes], dtype=np.int64) for model in models]
    for m, (model, own) in enumerate(zip(models, columns, strict=True)):
        rows = np.flatnonzero(judged_by == m)
        if own.size:
            design[np.ix_(rows, own)] = entered(model, expression.take_samples(rows))
    for model, own in zip(models, columns, strict=True):
        known = design[:, own]
        if np.isnan(known).any():
            design[:, own] = np.where(np.isnan(known), entered(model, expression), known)
    return np.asarray(design.astype(np.float32), dtype=np.float64)  # the precision in which trees compare


def _named(pairs: IntArray, genes: Sequence[str]) -> list[tuple[str, str]]:
    k = max(len(genes), 1)
    return [(min(a, b), max(a, b)) for a, b in ((genes[pair // k], genes[pair % k]) for pair in pairs)]


def _ranked(values: FloatArray, weights: FloatArray, names: list[tuple[str, str]], share: FloatArray) -> pd.DataFrame:
    """Return the largest pairs, `pair` being their place among the columns of `values (n, q)`, samples by name."""
    size = np.abs(values).mean(axis=0)
    drawn = bootstrap_of_means(np.abs(values), weights)
    table = pd.DataFrame(
        {
            "gene_a": [a for a, _ in names],
            "gene_b": [b for _, b in names],
            "mean_abs_interaction": size,
            "mean_abs_low": drawn.mean_low,
            "mean_abs_high": drawn.mean_high,
            "rank": np.ceil(ranks(size[None, :])[0]).astype(np.int64),
            "rank_low": drawn.rank_low,
            "rank_high": drawn.rank_high,
            "fold_use_share": share,
            "pair": np.arange(len(names)),
        }
    )
    return table.sort_values(["rank", "gene_a", "gene_b"], kind="stable", ignore_index=True).head(PAIRS_LISTED)


def _with_direction(table: pd.DataFrame, paths: Paths, design: FloatArray, pairs: IntArray) -> pd.DataFrame:
    order = np.argsort(pairs)
    direction = np.zeros((paths.weight.shape[1], pairs.size), dtype=np.int64)
    direction[:, order] = pair_directions(paths, design, pairs[order])
    # a model that makes nothing of the pair for anybody has no direction, and none holds it but by a split on nothing
    _, same = agreement(direction, direction != 0)
    return table.assign(fold_sign_share=same)


def brier_gains(attribution: Attribution, positive: BoolArray, values: FloatArray, rows: IntArray) -> FloatArray:
    """Return `(n, q)`: what each sample's squared error rises by without the interaction `values (n, q)`.

    `rows (n,)` are the places of the samples of `values` in `attribution` and `positive`.
    """
    output, truth = attribution.output[rows, None], positive[rows, None].astype(np.float64)
    if attribution.unit == "probability":
        with_it, without = np.clip(output, 0.0, 1.0), np.clip(output - values, 0.0, 1.0)
    else:
        with_it, without = expit(output), expit(output - values)
    return np.asarray((without - truth) ** 2 - (with_it - truth) ** 2, dtype=np.float64)


def simultaneous_low(gains: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the `(q,)` lower ends of the means of `gains (n, q)` over draws `weights (b, n)`, at once for all `q`."""
    mean = gains.mean(axis=0)
    spread, worst = np.zeros(mean.size), np.full(len(weights), -np.inf)
    for start in range(0, mean.size, _COLUMNS_AT_ONCE):
        some = slice(start, start + _COLUMNS_AT_ONCE)
        away = weights @ gains[:, some] - mean[some]  # (b, columns)
        spread[some] = away.std(axis=0)
        varies = spread[some] > 0.0
        if varies.any():
            worst = np.maximum(worst, (away[:, varies] / spread[some][varies]).max(axis=1))
    if not np.isfinite(worst).all():  # taking out no pair changes anything
        return np.asarray(mean, dtype=np.float64)
    return np.asarray(mean - np.percentile(worst, SUPPORT_LEVEL) * spread, dtype=np.float64)


RECORD = Method(
    name="interactions",
    title="Pairs of genes",
    room="explanations",
    about="SHAP interaction values of the left-out samples, for pairs that at least half of the left-out models hold.",
    basis=Basis(
        estimand="How far two genes together move the output beyond what each does alone.",
        formula=(
            "phi_ij = half of the part of the SHAP value of i that depends on whether j is known; limits "
            "simultaneous over all pairs (single-step maximum)."
        ),
        assumptions="Those of the SHAP values of trees. A pair in a model need not act together in the body.",
        reference=(
            "Lundberg et al. 2020, doi:10.1038/s42256-019-0138-9; Romano and Wolf 2005, doi:10.1198/016214504000000539"
        ),
    ),
)
