"""The frame of the classical panel: order, company, identity, and what a model says of itself."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from models.panel_cases import (
    NAMES,
    READS_GENES,
    fitted,
    named,
    shuffled,
    strangers,
    study,
)

from interpret.data.expression import Expression, Scale
from interpret.models.kinds import KINDS
from interpret.models.panel import FittedPanel
from interpret.models.rules import Prevalence

HERE = Path(__file__).parent
EVERY = pytest.mark.parametrize("name", NAMES)
FAMILIES = {
    "logistic-regression": "linear",
    "linear-svm": "linear",
    "shrunken-centroids": "linear",
    "diagonal-discriminant": "linear",
    "naive-bayes": "additive",
    "decision-tree": "tree",
    "adaboost": "boosted",
    "gradient-boosting": "boosted",
    "xgboost": "boosted",
    "k-nearest-neighbours": "other",
    "rbf-svm": "other",
    "neural-network": "other",
    "weighted-voting": "other",
    "top-scoring-pair": "other",
    "prevalence": "constant",
}
SCALED = [{}, {"scale_arrays": True}, {"scale_genes": True}]
NEW = strangers()


@pytest.fixture(scope="module")
def models() -> dict[str, FittedPanel]:
    return {name: fitted(name) for name in NAMES}


def test_the_panel_is_every_kind_but_the_three_with_a_loop_of_their_own() -> None:
    own = {"sparse-logistic", "random-forest", "extra-trees"}
    assert [kind.name for kind in KINDS if kind.name not in own] == NAMES
    assert len(NAMES) == 15


@pytest.mark.parametrize("preparation", SCALED, ids=str)
@EVERY
def test_order_of_samples_and_genes_changes_no_bit(name: str, preparation: dict[str, bool]) -> None:
    first = fitted(name, **preparation)
    again = fitted(name, shuffled(study(), 3), **preparation)
    assert again.model_id == first.model_id
    assert again.genes == first.genes
    assert again.facts() == first.facts()
    assert again.probability(NEW).tobytes() == first.probability(NEW).tobytes()


@EVERY
def test_a_patient_alone_gets_the_same_bits_as_in_company(name: str, models: dict[str, FittedPanel]) -> None:
    together = models[name].probability(NEW)
    assert ((together >= 0.0) & (together <= 1.0)).all()
    for i in range(NEW.n_samples):
        assert models[name].probability(NEW.take_samples([i])).tobytes() == together[i : i + 1].tobytes()
    for rows in (np.arange(22, -1, -1), np.array([4, 5]), np.array([8, 2, 19, 3, 11])):
        assert models[name].probability(NEW.take_samples(rows)).tobytes() == together[rows].tobytes()


@EVERY
def test_genes_of_new_samples_are_found_by_name_among_others(name: str, models: dict[str, FittedPanel]) -> None:
    random = np.random.default_rng(4)
    more = np.hstack([NEW.values, random.uniform(1.0, 1e4, size=(NEW.n_samples, 7))])
    wider = Expression(more, NEW.samples, (*NEW.genes, *(f"A{j}" for j in range(7))))
    mixed = wider.take_genes(random.permutation(wider.n_genes))
    assert models[name].probability(mixed).tobytes() == models[name].probability(NEW).tobytes()


def test_another_process_gives_the_same_models_under_the_same_ids(models: dict[str, FittedPanel]) -> None:
    script = (
        "from models.panel_cases import NAMES, fitted, strangers\n"
        "for name in NAMES:\n"
        "    model = fitted(name)\n"
        "    print(name, model.model_id, model.probability(strangers()).tobytes().hex())\n"
    )
    paths = [str(HERE.parent), str(HERE.parent.parent)]
    command = [sys.executable, "-c", f"import sys; sys.path[:0] = {paths!r}\n{script}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603  our own words
    expected = [f"{name} {model.model_id} {model.probability(NEW).tobytes().hex()}" for name, model in models.items()]
    assert said.splitlines() == expected


@EVERY
def test_a_model_comes_back_from_a_pickle_as_it_was(name: str, models: dict[str, FittedPanel]) -> None:
    back = pickle.loads(pickle.dumps(fitted(name)))  # noqa: S301  our own bytes
    assert back.model_id == models[name].model_id  # computed after the journey
    assert back.genes == models[name].genes
    assert back.probability(NEW).tobytes() == models[name].probability(NEW).tobytes()
    assert pickle.loads(pickle.dumps(named(name))).name == name  # noqa: S301


@EVERY
def test_what_is_not_looked_at_does_not_change_the_id_and_what_is_does(
    name: str, models: dict[str, FittedPanel]
) -> None:
    model = models[name]
    assert replace(model, inner_brier=0.5).model_id == model.model_id
    assert replace(model, preparation=replace(model.preparation, left_out=("a sentence",))).model_id == model.model_id
    changed = [
        replace(model, columns=tuple(f"{gene}!" for gene in model.columns)),
        replace(model, rule=Prevalence(0.123, len(model.columns))),
        replace(model, preparation=replace(model.preparation, scales_arrays=True)),
        replace(model, preparation=replace(model.preparation, scale_read=Scale.LOG2)),
    ]
    if model.preparation.intensities is not None:
        limits = replace(model.preparation.intensities, floor=101.0)
        changed.append(replace(model, preparation=replace(model.preparation, intensities=limits)))
    if model.columns:
        changed.append(replace(model, scaled=replace(model.scaled, centre=model.scaled.centre + 1e-12)))
    else:
        changed = changed[1:]  # without columns there is no name to change
    ids = [model.model_id, *(other.model_id for other in changed)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", READS_GENES)
def test_other_patients_make_another_model(name: str, models: dict[str, FittedPanel]) -> None:
    other = fitted(name, study(seed=2))
    assert other.model_id != models[name].model_id
    assert (other.probability(NEW) != models[name].probability(NEW)).any()


@EVERY
def test_only_the_genes_named_are_read(name: str, models: dict[str, FittedPanel]) -> None:
    """What is not among `genes` can be anything; and something is read unless it is the prevalence."""
    model = models[name]
    values = NEW.values.copy()
    other = [j for j, gene in enumerate(NEW.genes) if gene not in model.genes]
    values[:, other] = np.random.default_rng(6).uniform(0.0, 2e4, size=(NEW.n_samples, len(other)))
    changed = model.probability(NEW.with_values(values, NEW.scale))
    assert changed.tobytes() == model.probability(NEW).tobytes()
    assert bool(model.genes) == (name != "prevalence")
    if name not in {"shrunken-centroids", "prevalence"}:
        assert len(model.genes) <= 8


@EVERY
def test_facts_and_recipe_say_what_was_done(name: str, models: dict[str, FittedPanel]) -> None:
    facts, plan, recipe = models[name].facts(), named(name).plan, named(name).recipe
    assert facts["genes_used"] == len(models[name].genes)
    assert ("inner_brier" in facts) == plan.tunes == (recipe.inner != "none")
    if len(plan.grid) > 1:
        assert {key: facts[key] for key in plan.grid[0]} in [dict(choice) for choice in plan.grid]
        assert f"{len(plan.grid)} choices" in recipe.tuning
    else:
        assert recipe.tuning.startswith("nothing")
    assert recipe.values == ("as read" if plan.as_read else "prepared")
    assert "doi" in named(name).method or "ISBN" in named(name).method or name == "prevalence"
    assert models[name].family == FAMILIES[name]


@pytest.mark.parametrize("name", READS_GENES)
def test_planted_genes_are_found_and_patients_told_apart(name: str) -> None:
    train, new = study(25, 21, planted=3.5), study(20, 20, seed=8, planted=3.5)
    level = np.log2(train.expression.values[~train.positive]).mean(0) - np.log2(
        new.expression.values[~new.positive]
    ).mean(0)
    same_arrays = new.expression.with_values(new.expression.values * 2.0**level, Scale.RAW)
    model = fitted(name, train)
    assert {"G00", "G01", "G02", "G03"} & set(model.genes)
    assert (((model.probability(same_arrays) > 0.5) == new.positive).mean()) >= 0.7
