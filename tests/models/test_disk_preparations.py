"""Models of counts and with filled gaps come back from their files with everything that new samples need."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from guarantees.prepared import COHORTS, FILLED

from interpret.data.cohort import Labels
from interpret.data.expression import Scale
from interpret.errors import InputError
from interpret.models.disk import model_file, read_model
from interpret.models.kinds import learners
from interpret.models.learner import Learner

LABELS = Labels("control", "case")


@pytest.mark.parametrize("name", list(COHORTS))
@pytest.mark.parametrize("learner", learners(FILLED), ids=lambda learner: learner.name)
def test_a_model_comes_back_and_fills_the_gaps_of_new_samples(name: str, learner: Learner, tmp_path: Path) -> None:
    cohort = COHORTS[name]
    fitted = learner.fit(cohort, np.random.SeedSequence(1))
    file = model_file(learner.name, fitted, LABELS)
    (tmp_path / file.name).write_bytes(file.content)
    back = read_model(tmp_path / file.name).fitted
    values = cohort.expression.values.copy()
    values[3] = np.nan
    values[3, ::7] = 40.0  # so that something was counted
    new = cohort.expression.with_values(values, cohort.expression.scale).take_genes(np.arange(60)[::-1])
    probability = back.probability(new)
    assert np.isfinite(probability).all()
    assert probability.tobytes() == fitted.probability(new).tobytes()
    assert back.model_id == fitted.model_id
    assert model_file(learner.name, back, LABELS).name == file.name
    with pytest.raises(InputError, match="the samples are log2 intensities"):
        back.probability(new.with_values(new.values, Scale.LOG2))


def test_a_sparse_model_of_counts_says_how_to_reckon() -> None:
    sparse = next(learner for learner in learners(FILLED) if learner.name == "sparse-logistic")
    content = model_file("sparse-logistic", sparse.fit(COHORTS["counts"], np.random.SeedSequence(1)), LABELS).content
    text = content.decode()
    assert "x[g] = log2((x[g] + a) / (L * F + 2 * a) * 1e6)" in text
    assert "preparation.medians[g] where it is missing" in text
