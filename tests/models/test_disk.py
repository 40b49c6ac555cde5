"""Every registered model comes back from its file as it was, in bits that depend on the model alone."""

from __future__ import annotations

import hashlib
import io
import json
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skops.io
from guarantees.routes import LEARNERS

from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.errors import InputError
from interpret.models.disk import FILE_NAMES, file_name, model_file, read_model, records
from interpret.models.disk.archive import TRUSTED
from interpret.models.kinds import KINDS
from interpret.models.kinds.sparse_logistic import FittedSparseLogistic
from interpret.models.learner import Fitted
from interpret.prep.preparation import Preparation, learn_preparation
from interpret.settings import PreparationSettings

RAN = [learner.name for learner in LEARNERS]
SKOPS = [name for name in RAN if name != "sparse-logistic"]
LABELS = Labels("control", "case")
IN_ANOTHER_PROCESS = """
import hashlib, pickle, sys
from interpret.data.cohort import Labels
from interpret.models.disk import model_file
littered = [bytes([7]) * size for size in range(50, 5000)]
del littered
for name, fitted in pickle.load(sys.stdin.buffer).items():
    print(name, hashlib.sha256(model_file(name, fitted, Labels("control", "case")).content).hexdigest())
"""


@pytest.fixture(scope="module")
def models(small_cohort: Cohort) -> dict[str, Fitted]:
    return {learner.name: learner.fit(small_cohort, np.random.SeedSequence(1)) for learner in LEARNERS}


@pytest.fixture(scope="module")
def newcomers(small_cohort: Cohort) -> Expression:
    """Return samples that no model learnt from, genes in another order."""
    values = 2.0 ** np.random.default_rng(5).normal(9.0, 2.0, size=(30, 60))
    genes = small_cohort.expression.genes[::-1]
    return Expression(values, tuple(f"N{i:02d}" for i in range(30)), genes)


def saved(folder: Path, name: str, fitted: Fitted) -> Path:
    file = model_file(name, fitted, LABELS)
    path = folder / file.name
    path.write_bytes(file.content)
    return path


def test_every_kind_that_can_run_here_is_tried() -> None:
    assert [kind.name for kind in KINDS if kind.runs_here] == RAN
    assert [file_name(kind.name) for kind in KINDS] == list(FILE_NAMES)
    assert len({name.lower() for name in FILE_NAMES}) == len(KINDS)


@pytest.mark.parametrize("name", RAN)
def test_a_model_comes_back_as_it_was(
    name: str, models: dict[str, Fitted], newcomers: Expression, tmp_path: Path
) -> None:
    fitted = models[name]
    back = read_model(saved(tmp_path, name, fitted))
    assert (back.kind, back.labels) == (name, LABELS)
    assert back.fitted.probability(newcomers).tobytes() == fitted.probability(newcomers).tobytes()
    assert back.fitted.model_id == fitted.model_id
    assert (back.fitted.genes, back.fitted.family) == (fitted.genes, fitted.family)
    np.testing.assert_equal(back.fitted.facts(), fitted.facts())  # NaN where nothing was tuned


@pytest.mark.parametrize("name", SKOPS)
def test_what_was_read_is_written_in_the_same_bytes(name: str, models: dict[str, Fitted], tmp_path: Path) -> None:
    path = saved(tmp_path, name, models[name])
    assert model_file(name, read_model(path).fitted, LABELS).content == path.read_bytes()


def test_another_process_writes_the_same_bytes(models: dict[str, Fitted]) -> None:
    ended = subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-c", IN_ANOTHER_PROCESS], input=pickle.dumps(models), capture_output=True, check=True
    )
    there = dict(line.split() for line in ended.stdout.decode().splitlines())
    here = {name: hashlib.sha256(model_file(name, each, LABELS).content).hexdigest() for name, each in models.items()}
    assert there == here


@pytest.mark.parametrize("name", ["random-forest", "rbf-svm", "gradient-boosting"])
def test_plain_skops_reads_it_and_finds_nothing_else_to_trust(name: str, models: dict[str, Fitted]) -> None:
    content = model_file(name, models[name], LABELS).content
    assert set(skops.io.get_untrusted_types(data=content)) <= set(TRUSTED)
    said = skops.io.loads(content, trusted=list(TRUSTED))
    assert (said["kind"], said["positive"], said["model_id"]) == (name, "case", models[name].model_id)


def test_no_code_is_stored(models: dict[str, Fitted]) -> None:
    for name, fitted in models.items():
        content = model_file(name, fitted, LABELS).content
        assert b"pickle" not in content
        assert b"interpret.models" not in content


def test_a_forest_is_a_few_arrays(models: dict[str, Fitted]) -> None:
    content = model_file("random-forest", models["random-forest"], LABELS).content
    said = skops.io.loads(content)["fitted"]["trees"]
    assert said["columns"]["gene"]["joined"].size == said["columns"]["gene"]["sizes"].sum()
    assert content.count(b"PK\x03\x04") < 20


def test_what_has_no_form_on_disk_is_said_when_it_is_written(models: dict[str, Fitted]) -> None:
    stranger: Any = replace(models["prevalence"], rule=io.StringIO())  # type: ignore[type-var]
    with pytest.raises(TypeError, match="StringIO"):
        model_file("prevalence", stranger, LABELS)


def test_xgboost_that_is_not_installed_is_said(
    models: dict[str, Fitted], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path, "xgboost", models["xgboost"])
    monkeypatch.setattr(records, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"interpret-expression\[xgboost\]"):
        read_model(path)


def by_the_formula(said: dict[str, Any], sample: dict[str, float]) -> float:
    """Compute a probability from the JSON as somebody would who has no more than the file."""
    steps, x = said["preparation"], dict(sample)
    if limits := steps["intensities"]:
        x = {g: min(max(x[g], limits["floor"]), limits["ceiling"]) for g in steps["genes"]}
        x = {g: float(getattr(np, limits["logarithm"])(x[g])) for g in steps["genes"]}
    if steps["scales_arrays"]:
        values = [x[g] for g in steps["genes"]]
        x = {g: (x[g] - np.mean(values)) / np.std(values, ddof=1) for g in steps["genes"]}
    if scaling := steps["gene_scaling"]:
        x = {g: (x[g] - m) / s for g, m, s in zip(steps["genes"], scaling["mean"], scaling["sd"], strict=True)}
    log_odds = said["intercept"] + sum(b * x[g] for g, b in zip(said["genes"], said["coefficients"], strict=True))
    return float(1 / (1 + np.exp(-log_odds)))


def sparse(cohort: Cohort, settings: PreparationSettings, n_genes: int) -> FittedSparseLogistic:
    preparation: Preparation = learn_preparation(cohort.expression, settings)
    random = np.random.default_rng(n_genes)
    genes = tuple(random.permutation(preparation.genes)[:n_genes].tolist())
    background = random.normal(size=(cohort.n, n_genes))
    tuning = (("inner_folds", 3.0), ("inner_deviance", np.nan))
    return FittedSparseLogistic(preparation, genes, random.normal(size=n_genes), 0.1, background, 0.5, 0.03, tuning)


@pytest.mark.parametrize("n_genes", [0, 1, 7])
@pytest.mark.parametrize("scale", [Scale.RAW, Scale.LOG2])
@pytest.mark.parametrize("scaled", ["nothing", "genes", "arrays", "both"])
def test_the_sparse_model_can_be_computed_from_its_json_alone(
    n_genes: int, scale: Scale, scaled: str, small_cohort: Cohort, newcomers: Expression, tmp_path: Path
) -> None:
    settings = PreparationSettings(
        min_ratio=2.0,
        min_difference=50.0,
        logarithm="log10",
        scale_genes=scaled in {"genes", "both"},
        scale_arrays=scaled in {"arrays", "both"},
    )
    read = small_cohort.expression.values if scale is Scale.RAW else np.log2(small_cohort.expression.values)
    cohort = replace(small_cohort, expression=small_cohort.expression.with_values(read, scale))
    new = newcomers.with_values(newcomers.values if scale is Scale.RAW else np.log2(newcomers.values), scale)
    fitted = sparse(cohort, settings, n_genes)
    path = saved(tmp_path, "sparse-logistic", fitted)
    said = json.loads(path.read_text())
    expected = fitted.probability(new)
    computed = [by_the_formula(said, dict(zip(new.genes, row.tolist(), strict=True))) for row in new.values]
    np.testing.assert_allclose(computed, expected, rtol=0, atol=1e-12)
    back = read_model(path).fitted
    assert back.probability(new).tobytes() == expected.tobytes()
    assert back.model_id == fitted.model_id


def test_the_json_holds_means_and_deviations_but_no_patient(
    small_cohort: Cohort, models: dict[str, Fitted], tmp_path: Path
) -> None:
    fitted = models["sparse-logistic"]
    assert isinstance(fitted, FittedSparseLogistic)
    said = json.loads(saved(tmp_path, "sparse-logistic", fitted).read_text())
    np.testing.assert_allclose(said["means"], fitted.background.mean(axis=0), rtol=1e-15)
    np.testing.assert_allclose(said["scales"], fitted.background.std(axis=0, ddof=1), rtol=1e-15)
    assert not any(sample in json.dumps(said) for sample in small_cohort.samples)
    assert said["preparation"]["genes"] == list(fitted.genes), "no more genes than are needed"
    back = read_model(tmp_path / "sparse-logistic.json").fitted
    assert isinstance(back, FittedSparseLogistic)
    np.testing.assert_array_equal(back.background_mean, fitted.background_mean)
