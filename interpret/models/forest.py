"""What every forest here shares: trees on every gene, and leave-one-out from those that never drew the patient."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from interpret.contracts import FloatArray, QuietProgress, Stage
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression
from interpret.errors import AnalysisError
from interpret.models.forest_trees import (
    Draws,
    Rule,
    Splitter,
    Tree,
    draw,
    grow,
    leaf_shares,
    pair_probabilities,
    single,
)
from interpret.models.forms import TreeSum
from interpret.models.learner import Family, Fitted, HeldOut, Recipe
from interpret.nouns import PATIENT, told
from interpret.prep.preparation import Preparation, apply_preparation, learn_without_filter
from interpret.scoring.measures.protocol import PairWins
from interpret.settings import ForestSettings, PreparationSettings

_FOREST_KEY = 0xF0_4E57  # beyond any fold number, so the forest's stream is none of the folds'
_SMALLEST_CLASS = 2  # leave-one-out leaves two where three are required of the study


@dataclass(frozen=True, eq=False)
class FittedForest:
    """Trees and the preparation they were grown under. Trees are shared, not copied, between held-out forests.

    Attributes
    ----------
    trees
        `t` trees; their probability is the mean of their leaves' class frequencies.
    preparation
        From values as read to the `p` columns that the trees number.
    genes
        `k` genes with a split in any tree, in the order of the data.
    model_id
        Hash of trees and preparation.
    """

    trees: tuple[Tree, ...]
    preparation: Preparation
    genes: tuple[str, ...]
    model_id: str

    @property
    def family(self) -> Family:
        """Explained as trees."""
        return "tree"

    @property
    def form(self) -> TreeSum:
        """The mean of the trees."""
        used = np.zeros(len(self.preparation.genes) + 1, dtype=np.bool_)  # a leaf's -1 marks the last
        used[np.concatenate([tree.gene for tree in self.trees])] = True
        return TreeSum(self.trees, np.flatnonzero(used[:-1]), 1.0 / len(self.trees), 0.0, "probability")

    def probability(self, expression: Expression) -> FloatArray:
        """Return `(m,)` probabilities of the positive class for `m` samples as read."""
        return _mean_share(leaf_shares(self.trees, single(apply_preparation(self.preparation, expression).values)))

    def design(self, expression: Expression) -> FloatArray:
        """Return `(m, k)` values of `genes` as the trees see them: prepared, rounded to single precision."""
        prepared = apply_preparation(self.preparation, expression)
        return single(prepared.named(self.genes).values).astype(np.float64)

    def entered(self, expression: Expression) -> FloatArray:
        """Return `design`."""
        return self.design(expression)

    def facts(self) -> dict[str, float]:
        """Return the size of the forest: trees, genes with a split, mean depth and mean number of leaves."""
        return {
            "trees": float(len(self.trees)),
            "genes_used": float(len(self.genes)),
            "mean_depth": float(np.mean([tree.depth for tree in self.trees])),
            "mean_leaves": float(np.mean([np.count_nonzero(tree.gene < 0) for tree in self.trees])),
        }


@dataclass(frozen=True)
class HeldOutForest(ABC):
    """A forest of probability trees on all genes; a kind adds its name, its words and how a tree finds its splits.

    Nothing is learnt from patients but the trees themselves: no filter, no scaling of genes, no tuning. Hence a tree
    whose bootstrap never drew a patient was grown without them in every sense, and the mean of those trees is an
    exact leave-one-out forest (each such tree is a bootstrap of the others, conditional on not drawing the patient;
    its size is that of the whole study, one more draw than a refit would make).

    The bootstrap draws patients, each with all their samples. So about 37 % of the trees judge a patient and 13 % a
    pair however many samples they gave, and no forest need be larger for patients with many; the two samples of one
    patient are a pair judged by all trees without that patient.

    Chance is assigned to samples (a patient standing where their first sample does) and genes by the alphabetical
    order of their names, so the order of rows and columns in a file changes nothing.
    """

    settings: ForestSettings
    preparation: PreparationSettings

    @property
    @abstractmethod
    def name(self) -> str:
        """Registry name."""

    @property
    @abstractmethod
    def title(self) -> str:
        """Name for people."""

    @property
    @abstractmethod
    def method(self) -> str:
        """One paragraph for the methods section."""

    @property
    @abstractmethod
    def splitter(self) -> Splitter:
        """Where a tree cuts a candidate gene."""

    @property
    def until_held_out(self) -> str:
        """What `method` says of every kind, from where a tree stops to how it judges those it never drew."""
        if not self.owns_folds:
            return (
                f"was grown until its leaves were pure or held {self.settings.min_leaf} "
                f"patient{'s' if self.settings.min_leaf > 1 else ''}. The probability is the mean over trees of the "
                "class frequencies in the leaf reached. Nothing was tuned. Gaps were filled with medians of the "
                "training patients, so the forest was grown anew without each patient who was left out."
            )
        scaled = (
            " Genes were not scaled although the study asks for it: that would be learnt from patients, and a tree "
            "splits a gene in the same place whatever its scale."
            if self.preparation.scale_genes
            else ""
        )
        return (
            "was grown until its "
            f"leaves were pure or held {self.settings.min_leaf} patient{'s' if self.settings.min_leaf > 1 else ''}. "
            "The probability is the mean over trees of the class frequencies in the leaf reached. Nothing was tuned. "
            "In leave-one-out each patient was judged by the trees of one forest whose bootstrap never drew that "
            "patient (about 37 % of them); since preparation looks at one sample at a time, these trees owe nothing "
            f"to the patient.{scaled}"
        )

    @property
    def recipe(self) -> Recipe:
        """What is done to the values, and what is learnt where."""
        return Recipe("prepared, not filtered", "every gene", scaling="none", tuning="nothing", inner="none")

    @property
    def owns_folds(self) -> bool:
        """One forest holds every fold; not where gaps are filled with what the patients of a fold teach."""
        return self.preparation.missing != "median"

    def fit(self, train: Cohort, stream: np.random.SeedSequence) -> FittedForest:
        """Grow `settings.trees` trees on `train`.

        Raises
        ------
        AnalysisError
            A class has fewer than two patients.
        """
        with QuietProgress().stage("forest", train.n) as stage:
            trees, _, preparation = self._grow(train, stream, 1, stage)
        return _fitted(trees, preparation, _base_hash(preparation))

    def held_out(
        self, cohort: Cohort, streams: Sequence[np.random.SeedSequence], threads: int, stage: Stage
    ) -> HeldOut:
        """Grow one forest on everybody and judge each patient, all samples alike, by the trees that never drew them.

        The chance of the one forest comes from a stream beside those of the folds: the entropy and the parent key of
        `streams[0]` with a constant as last key. It is thus the same whichever patient is judged, and depends on
        neither labels nor expression.

        Parameters
        ----------
        streams
            One a fold, children of one parent; only what they have in common is used.
        threads
            Trees grown at the same time; it cannot change the result.
        stage
            Advanced by one a sample.

        Raises
        ------
        AnalysisError
            A class has fewer than two patients, or a patient was drawn by every tree.
        """
        stream = np.random.SeedSequence(entropy=streams[0].entropy, spawn_key=(*streams[0].spawn_key[:-1], _FOREST_KEY))
        trees, draws, preparation = self._grow(cohort, stream, threads, stage)
        unjudged = np.flatnonzero(~draws.left_out.any(axis=0))
        if unjudged.size:
            raise AnalysisError(
                told(f"all {len(trees)} trees drew {PATIENT} {cohort.samples[unjudged[0]]}, so none can judge them"),
                wanted=told(f"a forest in which some trees leave out each {PATIENT}"),
                remedy="grow more trees (models.forest.trees)",
            )
        shares = leaf_shares(trees, single(apply_preparation(preparation, cohort.expression).values))  # (n, t)
        base = _base_hash(preparation)
        fitted, probability = [], np.empty(cohort.n)
        for person in range(cohort.n_persons):
            rows = cohort.rows_of(person)
            never_drawn = draws.left_out[:, rows[0]]  # (t,) the same for all of these rows
            fitted.append(_fitted([trees[t] for t in np.flatnonzero(never_drawn)], preparation, base))
            probability[rows] = _mean_share(shares[rows][:, never_drawn])
        return HeldOut(probability, tuple(fitted[person] for person in cohort.persons))

    def pair_wins(self, cohort: Cohort, held_out: HeldOut) -> PairWins:
        """Rank each positive against each negative sample by the trees that drew neither patient: exact leave-pair-out.

        Two patients' leave-one-out probabilities come from different models, and pooling them biases the AUC low;
        here both are judged by the same trees (Airola et al. 2011, doi:10.1016/j.csda.2010.11.018). Two samples of one
        patient are judged by the trees that drew none of that patient.

        Parameters
        ----------
        held_out
            From this learner's `held_out` on `cohort`.

        Raises
        ------
        AnalysisError
            No tree leaves out both patients of a pair.
        TypeError
            The held-out models are no forests.
        """
        forests = [_as_forest(fitted) for fitted in held_out.fitted]
        known = {tree.number: tree for forest in forests for tree in forest.trees}
        numbers = sorted(known)
        left_out = np.array([np.isin(numbers, [tree.number for tree in forest.trees]) for forest in forests])  # (n, t)
        values = single(apply_preparation(forests[0].preparation, cohort.expression).values)
        probability = pair_probabilities(leaf_shares([known[number] for number in numbers], values), left_out)
        across = np.ix_(cohort.positive, ~cohort.positive)
        positive, negative = probability[across], probability.T[across]  # both (n_positive, n_negative)
        if np.isnan(positive).any():
            i, j = np.argwhere(np.isnan(probability))[0]
            raise AnalysisError(
                f"no tree leaves out both {cohort.samples[i]} and {cohort.samples[j]}",
                wanted=told(f"trees that drew neither {PATIENT} of a pair"),
                remedy="grow more trees (models.forest.trees)",
            )
        return PairWins((positive > negative) + 0.5 * (positive == negative), exact=True)

    def _grow(
        self, train: Cohort, stream: np.random.SeedSequence, threads: int, stage: Stage
    ) -> tuple[list[Tree], Draws, Preparation]:
        """Return the trees, the draws of the samples in the order of `train`, and the preparation."""
        train.require_both_classes(_SMALLEST_CLASS)
        preparation = learn_without_filter(train.expression, self.preparation)
        values = single(apply_preparation(preparation, train.expression).values)  # (n, p)
        samples, genes = np.argsort(train.samples), np.argsort(preparation.genes)  # both by name
        sorted_train = train.take(samples)  # numbers the persons by the name of their first sample
        draws = draw(self.settings.trees, train.n_persons, stream).of_samples(sorted_train.persons)
        by_name = np.ascontiguousarray(values[np.ix_(samples, genes)])
        rule = Rule(self.splitter, self.settings.min_leaf)
        trees = grow(by_name, sorted_train.positive, draws, rule, threads, stage)
        column = np.append(genes, -1)  # a leaf's -1 stays -1
        trees = [replace(tree, gene=column[tree.gene]) for tree in trees]
        return trees, draws.of_samples(np.argsort(samples)), preparation


def _as_forest(fitted: Fitted) -> FittedForest:
    if not isinstance(fitted, FittedForest):
        message = f"pairs by held-out trees need forests, not {type(fitted).__name__}"
        raise TypeError(message)
    return fitted


def _mean_share(shares: FloatArray) -> FloatArray:
    """Return the mean of each row of `(m, t)`, summed by itself so that its bits do not depend on other rows."""
    return np.array([row.mean() for row in np.ascontiguousarray(shares)])


def _base_hash(preparation: Preparation) -> bytes:
    """Return the hash of what all forests under this preparation share."""
    steps = repr((str(preparation.scale_read), preparation.intensities, preparation.scales_arrays))
    more = [repr(step) for step in preparation.more_steps]
    return hashlib.sha256("\n".join((steps, *sorted(preparation.genes), *more)).encode()).digest()


def _fitted(trees: Sequence[Tree], preparation: Preparation, base: bytes) -> FittedForest:
    columns = np.unique(np.concatenate([tree.gene for tree in trees]))
    genes = tuple(preparation.genes[column] for column in columns if column >= 0)
    model_id = hashlib.sha256(base + b"".join(tree.digest for tree in trees)).hexdigest()[:12]
    return FittedForest(tuple(trees), preparation, genes, model_id)
