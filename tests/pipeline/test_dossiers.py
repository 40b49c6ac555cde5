"""The dossiers of a whole study: by models that never saw the patient, kept by what they follow from."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from interpret.data.demo import simulate_study
from interpret.data.study import Study
from interpret.explain.dossier import GENES
from interpret.pipeline.dossiers import dossiers_of
from interpret.pipeline.judging import Judged, asked, begin_to_judge, judge_all
from interpret.settings import Settings
from interpret.validation.judgement import ALONE

QUICK = Settings.model_validate(
    {"models": {"run": ["random-forest", "diagonal-discriminant"], "beside": [], "forest": {"trees": 150}},
     "validation": {"label_permutations": 0}}
)  # fmt: skip


@pytest.fixture(scope="module")
def study() -> Study:
    whole = simulate_study(0)
    genes = np.arange(0, whole.training.expression.n_genes, 8)
    assert whole.independent is not None
    training = whole.training.take(np.r_[0:9, 27:35])
    independent = whole.independent.take(range(4))
    return dataclasses.replace(
        whole,
        training=training.with_expression(training.expression.take_genes(genes)),
        independent=independent.with_expression(independent.expression.take_genes(genes)),
        annotation=whole.annotation.iloc[genes].reset_index(drop=True),
    )


def judge(study: Study) -> Judged:
    return judge_all(begin_to_judge(asked(QUICK), study.training, QUICK, ALONE), study, QUICK, ALONE)


@pytest.fixture(scope="module")
def judged(study: Study) -> Judged:
    return judge(study)


def test_everybody_has_a_dossier_of_their_own_model(study: Study, judged: Judged) -> None:
    found = dossiers_of(study, judged, QUICK, ALONE)
    assert study.independent is not None
    names = [("loo", s) for s in study.training.samples] + [("independent", s) for s in study.independent.samples]
    assert [(dossier.part, dossier.sample) for dossier in found.of] == names
    probability = judged.predictions.query("model == 'random-forest'").set_index(["set", "sample"])["probability"]
    for dossier in found.of:
        assert dossier.change is not None
        assert dossier.change.before == probability[dossier.part, dossier.sample]
        negative, positive = study.training.n_negative, study.training.n_positive
        own = dossier.part == "loo"
        is_positive = own and bool(study.training.positive[study.training.samples.index(dossier.sample)])
        assert dossier.nearest.n == study.training.n - own
        assert 0 < len(dossier.standings) <= GENES
        for standing in dossier.standings:
            assert standing.negative.n == negative - (own and not is_positive)
            assert standing.positive.n == positive - is_positive
        assert dossier.sample not in {neighbour.sample for neighbour in dossier.nearest.neighbours} or not own
    assert found.find("loo", "nobody") is None


def test_standings_are_of_the_genes_that_argue_most(study: Study, judged: Judged) -> None:
    found = dossiers_of(study, judged, QUICK, ALONE)
    attribution = judged.models[0].attribution["loo"]
    for row, sample in enumerate(attribution.samples):
        dossier = found.find("loo", sample)
        assert dossier is not None
        largest = np.sort(np.abs(attribution.values[row]))[::-1][: len(dossier.standings)]
        own = [abs(attribution.values[row, attribution.genes.index(standing.gene)]) for standing in dossier.standings]
        np.testing.assert_array_equal(own, largest)
        for standing in dossier.standings:
            assert standing.value == pytest.approx(
                attribution.expression[row, attribution.genes.index(standing.gene)], rel=1e-6
            )
            assert dossier.standing(standing.gene) is standing


def test_a_model_without_shap_values_still_says_what_would_turn_it(study: Study, judged: Judged) -> None:
    last = dataclasses.replace(
        judged,
        judgements=judged.judgements[1:],
        models=tuple(dataclasses.replace(model, attribution={}) for model in judged.models[1:]),
    )
    found = dossiers_of(study, last, QUICK, ALONE)
    assert all(dossier.standings == () for dossier in found.of)
    assert all(dossier.change is not None and dossier.change.swaps for dossier in found.of)


def test_the_held_out_label_has_no_say(study: Study) -> None:
    flipped = study.training.positive.copy()
    flipped[3] = not flipped[3]
    other = dataclasses.replace(study, training=study.training.with_positive(flipped))
    name = study.training.samples[3]
    one, two = (dossiers_of(each, judge(each), QUICK, ALONE).find("loo", name) for each in (study, other))
    assert one is not None
    assert two is not None
    assert one == two
