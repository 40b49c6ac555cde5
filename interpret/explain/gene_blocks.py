"""Blocks of genes that move together and the sums of their SHAP values: found in every fold, named by all patients."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, FloatArray
from interpret.data.cohort import Cohort
from interpret.explain.attribution import Attribution, Unit
from interpret.explain.block_sums import BlockSums, mean_with_interval, sum_blocks
from interpret.explain.blocks import CANDIDATES, correlated_blocks, within_class_correlation
from interpret.explain.fold_groups import genes_of, learn_groups
from interpret.explain.folds import Fold, folds_of
from interpret.explain.standing_in import Swap
from interpret.explain.trials import MOST_TRIED, trials
from interpret.models.learner import Fitted
from interpret.prep.preparation import apply_preparation, learn_without_filter
from interpret.scoring.measures.protocol import Part
from interpret.settings import PreparationSettings


@dataclass(frozen=True, eq=False)
class Block:
    """Genes that move together, named by the one that the primary test puts first: the head.

    Attributes
    ----------
    name
        The head.
    genes
        `m` genes: those grouped with the head over all training patients, the head first, then those that a fold
        groups with it.
    by_all
        `(m,)`: grouped with the head over all training patients.
    share_of_folds
        `(m,)` share of the folds in which the gene is counted with the head.
    correlation
        `(m, m)` within the classes, over all training patients: it describes, and no fold has seen it.
    """

    name: str
    genes: tuple[str, ...]
    by_all: BoolArray
    share_of_folds: FloatArray
    correlation: FloatArray

    @property
    def members(self) -> tuple[str, ...]:
        """The genes grouped over all training patients, the head first."""
        return tuple(gene for gene, member in zip(self.genes, self.by_all, strict=True) if member)


@dataclass(frozen=True, eq=False)
class BlockWeights:
    """What one model makes of the blocks.

    Attributes
    ----------
    model
        Registry name.
    unit
        Of the SHAP values.
    sums
        Left-out patients, and the independent ones where there are any.
    mean_abs, low, high
        `(b,)` mean over the left-out patients of the size of the block's sum, with its 95 % interval.
    gene_mean_abs
        Gene to the mean size of its own SHAP value over the left-out patients; zero where none is named.
    swaps
        `b` trials of the block's most used gene against its other members; None where none could be made.
    """

    model: str
    unit: Unit
    sums: Mapping[Part, BlockSums]
    mean_abs: FloatArray
    low: FloatArray
    high: FloatArray
    gene_mean_abs: pd.Series
    swaps: tuple[Swap | None, ...]


@dataclass(frozen=True, eq=False)
class GeneBlocks:
    """Every block of two genes or more.

    Attributes
    ----------
    of
        Candidate gene to the name of its block over all training patients; empty where it stands alone.
    blocks
        `b` blocks, in the order of the test of their heads.
    weights
        One entry an explained model, in the order of the models.
    folds
        How many folds were grouped.
    """

    of: pd.Series = field(default_factory=lambda: pd.Series(dtype=object, name="block"))
    blocks: tuple[Block, ...] = ()
    weights: tuple[BlockWeights, ...] = ()
    folds: int = 0

    def leading(self, weights: BlockWeights) -> tuple[int, ...]:
        """Return the places of the blocks that the model uses, largest mean size first."""
        order = np.argsort(-np.round(weights.mean_abs, 12), kind="stable")
        return tuple(int(j) for j in order if weights.mean_abs[j] > 0.0)


@dataclass(frozen=True, eq=False)
class ExplainedModel:
    """A model with what blocks ask of it.

    Attributes
    ----------
    fitted, probability
        `n` models that never saw the sample, and `(n,)` what they say of it.
    frozen
        The model that judges independent patients.
    attribution
        SHAP values.
    """

    name: str
    fitted: tuple[Fitted, ...]
    probability: FloatArray
    frozen: Fitted
    attribution: Mapping[Part, Attribution]


def gene_blocks(
    training: Cohort,
    models: Sequence[ExplainedModel],
    by_test: Sequence[str],
    settings: PreparationSettings,
    done: Callable[[], None] = lambda: None,
) -> GeneBlocks:
    """Group genes in every fold and sum the SHAP values of each block.

    The blocks differ from fold to fold. What is reported is a block of all training patients, which describes and is
    used for names alone; a left-out patient's sum for it runs over the genes that the patient's own fold groups with
    its head (`FoldGroups.heads_of`), so nothing of the patient enters. Each gene is in one block at most in each fold:
    the sums of the blocks, the genes outside them and the baseline add up to the model's output. Independent patients
    are judged by the frozen model, and by the blocks of all training patients.

    Parameters
    ----------
    training
        As the models learnt from it, as read.
    models
        Those explained, all judged in the same folds.
    by_test
        Genes tested, strongest evidence first: the candidates of the blocks of all patients are the first 500 and
        those that a frozen model uses.
    settings
        Preparation.
    done
        Called after each fold and each model.

    Raises
    ------
    ValueError
        The models were judged in different folds.
    """
    if not models:
        return GeneBlocks()
    folds = _same_folds(models)
    prepared = _prepared(training, settings)
    candidates = _candidates(by_test, [model.frozen for model in models], prepared)
    of = correlated_blocks(prepared, candidates)
    heads = [gene for gene in candidates if of[gene] == gene]
    head_of = []  # one mapping a fold
    for fold in folds:
        here = [model.fitted[fold.judged[0]] for model in models]
        head_of.append(learn_groups(training.take(fold.taught), here, settings).heads_of(heads))
        done()
    blocks = tuple(_block(head, of, head_of, prepared) for head in heads)
    weights = []
    for model in models:
        weights.append(_weights(model, training, blocks, head_of, of, settings))
        done()
    return GeneBlocks(of, blocks, tuple(weights), len(folds))


def _same_folds(models: Sequence[ExplainedModel]) -> tuple[Fold, ...]:
    every = [folds_of(model.fitted) for model in models]
    left_out = [[fold.judged.tolist() for fold in folds] for folds in every]
    if any(other != left_out[0] for other in left_out):
        message = "blocks are summed over models that were judged in the same folds"
        raise ValueError(message)
    return every[0]


def _prepared(training: Cohort, settings: PreparationSettings) -> Cohort:
    steps = settings.model_copy(update={"scale_genes": False})
    expression = apply_preparation(learn_without_filter(training.expression, steps), training.expression)
    return training.with_expression(expression)


def _candidates(by_test: Sequence[str], frozen: Sequence[Fitted], prepared: Cohort) -> list[str]:
    """Return the candidates of all training patients in the order of the test, those not tested last, by name."""
    known = set(prepared.genes)
    tested = [gene for gene in by_test if gene in known]
    used = genes_of(frozen) & known
    first = {*tested[:CANDIDATES], *used}
    return [*(gene for gene in tested if gene in first), *sorted(used.difference(tested))]


def _block(head: str, of: pd.Series, head_of: Sequence[Mapping[str, str]], prepared: Cohort) -> Block:
    """Return one block, its genes by how often folds group them with the head, then by their correlation with it."""
    members = {str(gene) for gene in of.index[of == head]}
    counted: dict[str, int] = {}
    for fold in head_of:
        for gene in (gene for gene, its in fold.items() if its == head):
            counted[gene] = counted.get(gene, 0) + 1
    names = sorted({*members, *counted})
    correlation = within_class_correlation(prepared.expression.named(names).values, prepared.positive)
    near = np.round(np.abs(correlation[names.index(head)]), 12)
    order = sorted(
        range(len(names)),
        key=lambda j: (names[j] != head, names[j] not in members, -counted.get(names[j], 0), -near[j], names[j]),
    )
    genes = tuple(names[j] for j in order)
    by_all = np.array([gene in members for gene in genes])
    share = np.array([counted.get(gene, 0) / len(head_of) for gene in genes])
    return Block(head, genes, by_all, share, correlation[np.ix_(order, order)])


def _weights(
    model: ExplainedModel,
    training: Cohort,
    blocks: Sequence[Block],
    head_of: Sequence[Mapping[str, str]],
    of: pd.Series,
    settings: PreparationSettings,
) -> BlockWeights:
    names, left_out = tuple(block.name for block in blocks), model.attribution["loo"]
    rows = [fold.judged for fold in folds_of(model.fitted)]
    sums: dict[Part, BlockSums] = {"loo": sum_blocks(left_out, names, list(zip(rows, head_of, strict=True)))}
    if "independent" in model.attribution:
        apart = model.attribution["independent"]
        own = {str(gene): str(head) for gene, head in of.items() if head}
        sums["independent"] = sum_blocks(apart, names, [(np.arange(len(apart.samples)), own)])
    mean_abs, low, high = mean_with_interval(np.abs(sums["loo"].values), training.persons)
    size = pd.Series(np.abs(left_out.values).mean(axis=0), index=list(left_out.genes))
    leading = np.argsort(-np.round(mean_abs, 12), kind="stable")[:MOST_TRIED]
    tried = [blocks[j].members for j in leading if mean_abs[j] > 0.0]
    found = trials(training, model.fitted, model.probability, tried, size, settings)
    by_head = dict(zip((members[0] for members in tried), found, strict=True))
    return BlockWeights(
        model.name, left_out.unit, sums, mean_abs, low, high, size, tuple(by_head.get(name) for name in names)
    )
