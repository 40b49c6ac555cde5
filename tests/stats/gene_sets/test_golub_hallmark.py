"""Golub's training patients and the Hallmark collection: every set as limma and phyper have it, and which are called.

The values are those of tests/reference/make_golub_sets.R.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from interpret.contracts import FloatArray
from interpret.data.controls import without_controls
from interpret.data.read import read_study
from interpret.settings import InputSettings, Settings
from interpret.stats.differential import differential_expression
from interpret.stats.gene_sets.answer import AnsweredSets, SetsAsked, answer_sets
from interpret.stats.gene_sets.match import match_sets, universe_of
from interpret.stats.prepared_study import prepare_study

pytestmark = pytest.mark.shared
REFERENCE = Path(__file__).parents[2] / "reference" / "golub_hallmark.csv"
COLLAPSE = {"default": "all", "collapsed": "max-mean"}
# by camera, the smallest p-value first
UP_OR_DOWN = [
    ("TNFA_SIGNALING_VIA_NFKB", "up"),
    ("MYC_TARGETS_V1", "down"),
    ("E2F_TARGETS", "down"),
    ("HEME_METABOLISM", "up"),
    ("COAGULATION", "up"),
    ("COMPLEMENT", "up"),
    ("G2M_CHECKPOINT", "down"),
    ("EPITHELIAL_MESENCHYMAL_TRANSITION", "up"),
    ("INFLAMMATORY_RESPONSE", "up"),
    ("MYC_TARGETS_V2", "down"),
    ("MITOTIC_SPINDLE", "down"),
    ("APOPTOSIS", "up"),
    ("XENOBIOTIC_METABOLISM", "up"),
    ("UV_RESPONSE_UP", "up"),
]
OVER_REPRESENTED = {
    "TNFA_SIGNALING_VIA_NFKB",
    "HEME_METABOLISM",
    "COMPLEMENT",
    "UV_RESPONSE_UP",
    "IL6_JAK_STAT3_SIGNALING",
    "KRAS_SIGNALING_UP",
    "ALLOGRAFT_REJECTION",
    "MTORC1_SIGNALING",
    "P53_PATHWAY",
}


@pytest.fixture(scope="module")
def wanted() -> pd.DataFrame:
    return pd.read_csv(REFERENCE, index_col="set")


def answered(shared: Path, collapse: str, **sets: object) -> AnsweredSets:
    folder = shared / "data" / "golub"
    study = read_study(
        InputSettings(
            expression=folder,
            annotation=folder / "probe_symbols.tsv",
            gene_sets=(shared / "data" / "formats" / "h.all.v7.0.symbols.gmt",),
        )
    )
    settings = Settings.model_validate({"tests": {"maxt_permutations": 100, "collapse": collapse}, "gene_sets": sets})
    study = without_controls(study)
    question = prepare_study(study, settings).question
    stream = np.random.SeedSequence(1)
    genes = differential_expression(question, study.annotation, None, settings.tests, stream).table.frame
    assert study.gene_sets is not None
    matched = match_sets(study.gene_sets, universe_of(question.cohort.expression, study.annotation))
    return answer_sets(question, study.gene_sets, matched, genes, SetsAsked(settings.tests, settings.gene_sets))


@pytest.fixture(scope="module")
def default(shared: Path) -> AnsweredSets:
    return answered(shared, "all")


def same(found: FloatArray, wanted: FloatArray) -> None:
    np.testing.assert_allclose(np.log(found), np.log(wanted), rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("name", ["default", "collapsed"])
def test_every_set_is_as_r_has_it(shared: Path, default: AnsweredSets, wanted: pd.DataFrame, name: str) -> None:
    found = default if name == "default" else answered(shared, COLLAPSE[name])
    table = found.table.set_index("set").loc[wanted.index]
    assert len(found.table) == 50
    assert len(found.universe) == 2837
    assert table["tested"].tolist() == wanted["tested"].tolist()
    same(table["camera_p"].to_numpy(float), wanted[f"{name}_p"].to_numpy())
    same(table["camera_q"].to_numpy(float), wanted[f"{name}_q"].to_numpy())
    assert (table["direction"] == "up").tolist() == (wanted[f"{name}_up"] == 1).tolist()
    for side in ("over", "over_up", "over_down"):
        same(table[f"{side}_p"].to_numpy(float), wanted[f"{name}_{side}_p"].to_numpy())
    for side in ("up", "down"):
        assert table[f"called_{side}"].tolist() == wanted[f"{name}_over_{side}_called"].tolist()


def test_correlations_that_are_estimated_are_those_of_limma(shared: Path, wanted: pd.DataFrame) -> None:
    found = answered(shared, "max-mean", correlation="estimated").table.set_index("set").loc[wanted.index]
    same(found["camera_p"].to_numpy(float), wanted["estimated_p"].to_numpy())


def test_camera_calls_fourteen_sets_and_over_representation_nine(default: AnsweredSets) -> None:
    table = default.table.assign(set=default.table["set"].str.removeprefix("HALLMARK_"))
    called = table[table["camera_q"] <= 0.05]
    assert list(zip(called["set"], called["direction"], strict=True)) == UP_OR_DOWN
    assert set(table.loc[table["over_q"] <= 0.05, "set"]) == OVER_REPRESENTED
    assert (default.called_up, default.called_down) == (301, 211)
    assert default.matched.n_tested == 1343
