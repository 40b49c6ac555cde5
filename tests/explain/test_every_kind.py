"""Every kind of model explained: against Shapley's definition, patient by patient, and without a look at the answer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest
from explain.games import followed, replaced, shapley
from models.panel_cases import settings, shuffled, strangers, study
from scipy.special import expit

from interpret.contracts import FloatArray, QuietProgress
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression
from interpret.explain.attribute import EXPLAINERS, attribute, attribute_one
from interpret.explain.attribution import Attribution
from interpret.explain.explained import Sampling
from interpret.models.forest_trees import Tree
from interpret.models.forms import Booster, TreeSum
from interpret.models.kinds import KINDS
from interpret.models.learner import Fitted, Learner, OwnsFolds

SAMPLED = ["k-nearest-neighbours", "rbf-svm", "neural-network", "weighted-voting", "top-scoring-pair"]
EXACT = [kind.name for kind in KINDS if kind.name not in {*SAMPLED, "prevalence"}]
REPLACED = [
    "sparse-logistic",
    "logistic-regression",
    "linear-svm",
    "naive-bayes",
    "shrunken-centroids",
    "diagonal-discriminant",
]
EVERY = pytest.mark.parametrize("name", [*EXACT, *SAMPLED])
FOLDS = 4
CHANCE = Sampling(np.random.SeedSequence(3), pairs=3)
GAP = {"linear": 1e-6, "additive": 1e-6, "tree": 1e-4, "boosted": 1e-4, "other": 1e-9}


def learner(name: str) -> Learner:
    chosen = settings()
    sparse = chosen.models.sparse.model_copy(update={"lambdas": 20, "inner_folds": 3})
    forest = chosen.models.forest.model_copy(update={"trees": 60})
    models = chosen.models.model_copy(update={"sparse": sparse, "forest": forest})
    return next(kind for kind in KINDS if kind.name == name).make(chosen.model_copy(update={"models": models}))


def left_out(name: str, cohort: Cohort, folds: Sequence[int] = range(FOLDS)) -> tuple[Fitted, ...]:
    """Return for each patient the model that never saw them; kinds that are refitted leave out a quarter at a time.

    Where only some folds are asked for, the models of other patients are any of these.
    """
    own, streams = learner(name), np.random.SeedSequence(5).spawn(cohort.n)
    if isinstance(own, OwnsFolds) and own.owns_folds:
        with QuietProgress().stage(name, cohort.n) as stage:
            return own.held_out(cohort, streams, 1, stage).fitted
    place = np.arange(cohort.n) % FOLDS
    models = {fold: own.fit(cohort.take(np.flatnonzero(place != fold)), streams[fold]) for fold in folds}
    return tuple(models.get(int(fold), models[folds[0]]) for fold in place)


@cache
def judged(name: str) -> tuple[Fitted, ...]:
    return left_out(name, study())


@cache
def explained(name: str) -> Attribution:
    return attribute(judged(name), study().expression, sampling=CHANCE)


@EVERY
def test_values_and_baseline_are_the_output_in_both_sets(name: str) -> None:
    frozen = judged(name)[0]
    taught = study().expression.take_samples([i for i in range(20) if judged(name)[i] is not frozen])
    new = attribute_one(frozen, strangers(), taught, CHANCE)
    for found, models in ((explained(name), judged(name)), (new, [frozen] * strangers().n_samples)):
        assert found.efficiency_gap < GAP[frozen.family]
        assert found.unit == EXPLAINERS[frozen.family].unit
        assert found.estimand == EXPLAINERS[frozen.family].estimand
        expression = study().expression if found is not new else strangers()
        chance = np.array([m.probability(expression.take_samples([i]))[0] for i, m in enumerate(models)])
        said = expit(found.output) if found.unit == "log-odds" else found.output
        np.testing.assert_allclose(said, chance, atol=1e-6, rtol=0.0)
        assert (np.abs(found.values).max(axis=0) > 0.0).any()
        assert (found.standard_error is None) == (name in EXACT)


@EVERY
def test_no_gene_outside_the_selection_of_the_fold_has_a_value(name: str) -> None:
    found = explained(name)
    for i, model in enumerate(judged(name)):
        own = np.isin(found.genes, model.genes)
        assert np.array_equal(found.used[i], own)
        assert (found.values[i, ~own] == 0.0).all()
    assert len({model.genes for model in judged(name)}) > 1, "every fold chose the same: the test would see nothing"


@EVERY
def test_the_label_of_a_left_out_patient_changes_no_bit_of_their_explanation(name: str) -> None:
    cohort, mine, theirs = study(), 14, 5  # patients of two folds
    flipped = cohort.positive.copy()
    flipped[mine] = ~flipped[mine]
    models = left_out(name, cohort.with_positive(flipped), (mine % FOLDS, theirs % FOLDS))
    assert models[mine].model_id == judged(name)[mine].model_id
    assert models[theirs].model_id != judged(name)[theirs].model_id, "nothing was learnt from it"
    if len({id(model) for model in models}) == cohort.n:
        after, row = attribute(models, cohort.expression), mine
    else:
        fold = [i for i in range(20) if judged(name)[i] is judged(name)[mine]]
        those, rest = (cohort.expression.take_samples(rows) for rows in (fold, np.setdiff1d(np.arange(20), fold)))
        after, row = attribute_one(models[mine], those, rest, CHANCE), fold.index(mine)
    assert values_of(after, row) == values_of(explained(name), mine)
    assert after.baseline[row] == explained(name).baseline[mine]


@EVERY
def test_the_order_of_patients_and_genes_changes_no_bit(name: str) -> None:
    mixed = shuffled(study(), seed=4)
    place = {sample: i for i, sample in enumerate(study().samples)}
    models = [judged(name)[place[sample]] for sample in mixed.samples]
    again = attribute(models, mixed.expression, sampling=CHANCE)
    for i, sample in enumerate(mixed.samples):
        assert values_of(again, i) == values_of(explained(name), place[sample])


def values_of(found: Attribution, i: int) -> dict[str, float]:
    return {gene: value for gene, value in zip(found.genes, found.values[i], strict=True) if value != 0.0}


@cache
def on_few_genes(name: str) -> Fitted:
    return learner(name).fit(study(p=8, planted=0.8), np.random.SeedSequence(8))


@pytest.mark.parametrize("name", REPLACED)
def test_sums_of_log_odds_agree_with_shapleys_definition(name: str) -> None:
    """The model itself is asked about every mixture of a stranger with every training patient, values as read."""
    model, taught, new = on_few_genes(name), study(p=8, planted=0.8).expression, strangers(n=4, p=8)
    found = attribute_one(model, new, taught)

    def log_odds(values: FloatArray) -> FloatArray:
        samples = tuple(f"S{i}" for i in range(len(values)))
        answer: FloatArray = model.margin(Expression(values, samples, new.genes, new.scale))  # type: ignore[attr-defined]
        return answer

    for i, row in enumerate(new.values):
        expected = dict(zip(new.genes, shapley(8, replaced(log_odds, row, taught.values)), strict=True))
        np.testing.assert_allclose(found.values[i], [expected.pop(gene) for gene in found.genes], atol=1e-6, rtol=0.0)
        assert max(map(abs, expected.values()), default=0.0) < 1e-9
    assert len(found.genes) >= 3


@pytest.mark.parametrize("name", [name for name in EXACT if name not in REPLACED])
def test_sums_of_trees_agree_with_shapleys_definition(name: str) -> None:
    model, new = on_few_genes(name), strangers(n=4, p=8)
    found = attribute_one(model, new)
    trees, columns, scale = trees_of(model)
    entered = model.entered(new)  # type: ignore[attr-defined]
    for i in range(4):
        row = np.zeros(int(columns.max()) + 1)
        row[columns] = entered[i]

        def expected(players: frozenset[int], row: FloatArray = row) -> float:
            known = frozenset(int(columns[j]) for j in players)
            return scale * sum(followed(tree, row, known) for tree in trees)

        np.testing.assert_allclose(found.values[i], shapley(len(columns), expected), atol=1e-6, rtol=0.0)
    assert len(found.genes) >= 2


def trees_of(model: Fitted) -> tuple[list[Tree], np.ndarray[tuple[int], np.dtype[np.int64]], float]:
    form = model.form  # type: ignore[attr-defined]
    if isinstance(form, TreeSum):
        return list(form.trees), form.columns, form.scale
    assert isinstance(form, Booster)
    nodes = form.booster.trees_to_dataframe()
    trees = []
    for number, own in nodes.groupby("Tree"):
        place = {name: j for j, name in enumerate(own["ID"])}
        leaf = (own["Feature"] == "Leaf").to_numpy()
        gene = [-1 if each == "Leaf" else int(each.removeprefix("f")) for each in own["Feature"]]
        left, right = ([place.get(each, -1) for each in own[side]] for side in ("Yes", "No"))
        # its trees go left below a threshold, ours also at it
        at = np.where(leaf, 0.0, np.nextafter(own["Split"].to_numpy(np.float32), np.float32(-np.inf)))
        value, cover = own["Gain"].to_numpy(np.float64), own["Cover"].to_numpy(np.float64)
        arrays = (np.array(gene), at, np.array(left), np.array(right), value, cover)
        trees.append(Tree(int(number), *arrays, depth=6, digest=b""))
    return trees, np.flatnonzero(form.used), 1.0


def test_a_kind_without_genes_is_not_explained() -> None:
    with pytest.raises(TypeError, match="constant"):
        attribute(left_out("prevalence", study()), study().expression)


def test_a_panel_model_wants_those_it_has_learnt_from() -> None:
    with pytest.raises(TypeError, match="learnt from"):
        attribute_one(judged("linear-svm")[0], study().expression)


def test_a_fold_that_fell_back_to_the_prevalence_stands_among_the_others() -> None:
    models = [*judged("naive-bayes")[:19], left_out("prevalence", study())[19]]
    found = attribute(models, study().expression)
    assert not found.used[19].any()
    assert found.baseline[19] == found.output[19]
    assert expit(found.output[19]) == pytest.approx(models[19].probability(study().expression)[19])
    assert found.efficiency_gap < 1e-6
