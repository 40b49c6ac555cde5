"""The files of the output folder: names, columns, agreement with each other, and the same bytes twice."""

from __future__ import annotations

import json
import re

import numpy as np
import openpyxl
import pandas as pd
import pypdf
import pytest
from contracts.archival import faults, fonts
from contracts.conftest import Run
from contracts.page_text import misplaced
from scipy.special import expit

import interpret
from interpret.data.demo import simulate_study
from interpret.explain.attribution import EXPLANATION_COLUMNS
from interpret.explain.block_table import block_columns
from interpret.explain.evidence_columns import evidence_columns
from interpret.explain.interactions import INTERACTION_COLUMNS
from interpret.models.disk import file_name
from interpret.models.kinds import KINDS
from interpret.report.findings import MODEL_COLUMNS, PREDICTION_COLUMNS
from interpret.report.patient_rows import PATIENT_COLUMNS
from interpret.report.selection_rows import SELECTION_COLUMNS
from interpret.stats.gene_sets.answer import SET_COLUMNS
from interpret.stats.gene_table import gene_columns
from interpret.stats.two_group import TESTS
from interpret.stats.two_group.signed_rank import WILCOXON_SIGNED_RANK
from interpret.validation.comparison import COMPARISON_COLUMNS
from interpret.validation.identifiability import STRATA_COLUMNS
from interpret.validation.influence import INFLUENCE_COLUMNS
from interpret.validation.quality import QUALITY_COLUMNS

FILES = [
    "blocks.csv",
    "comparisons.csv",
    "evidence.csv",
    "explanations.csv",
    "gene_sets.csv",
    "genes.csv",
    "genes.xlsx",
    "influence.csv",
    "interactions.csv",
    "models.csv",
    *(f"models/{file_name(kind.name)}" for kind in KINDS),
    "patients.csv",
    "patients.pdf",
    "predictions.csv",
    "quality.csv",
    "report.html",
    "report.pdf",
    "selection.csv",
    "strata.csv",
    "study.json",
]
MODELS = ["sparse-logistic", "random-forest"]
COLUMNS = {
    "blocks.csv": block_columns(MODELS),
    "comparisons.csv": COMPARISON_COLUMNS,
    "gene_sets.csv": SET_COLUMNS,
    "genes.csv": gene_columns([(test.name, test.title) for test in TESTS if test is not WILCOXON_SIGNED_RANK]),
    "predictions.csv": PREDICTION_COLUMNS,
    "patients.csv": PATIENT_COLUMNS,
    "models.csv": MODEL_COLUMNS,
    "explanations.csv": EXPLANATION_COLUMNS,
    "selection.csv": SELECTION_COLUMNS,
    "influence.csv": INFLUENCE_COLUMNS,
    "interactions.csv": INTERACTION_COLUMNS,
    "quality.csv": QUALITY_COLUMNS,
    "strata.csv": STRATA_COLUMNS,
}


def table(run: Run, name: str) -> pd.DataFrame:
    return pd.read_csv(run.folder / name, dtype={"sample": str}, keep_default_na=True)


def test_every_file_of_the_contract_is_there_and_nothing_else(demo_run: Run) -> None:
    names = set(demo_run.bytes())
    figures = {name for name in names if name.startswith("figures/")}
    assert sorted(names - figures) == sorted(FILES)
    drawn = sum(name.endswith(".svg") for name in figures)
    assert drawn > 20
    assert figures == {f"figures/figure-{n}.{kind}" for n in range(1, drawn + 1) for kind in ("svg", "png")}


def test_planted_sets_come_out_and_random_ones_do_not(demo_run: Run) -> None:
    sets = table(demo_run, "gene_sets.csv").set_index("set")
    assert (sets.loc[["HIGHER", "LOWER"], "camera_q"] < 1e-6).all()
    assert (sets.loc[["HIGHER", "LOWER"], "over_q"] < 1e-6).all()
    assert sets.loc[["HIGHER", "LOWER"], "direction"].tolist() == ["up", "down"]
    assert sets.loc["BLOCK", "family"] in {"HIGHER", "LOWER"}, "its genes are planted too"
    random = sets.loc[[name for name in sets.index if name.startswith("RANDOM")]]
    assert len(random) == 8
    assert (random[["camera_q", "over_q"]] > 0.05).to_numpy().all()
    study = json.loads((demo_run.folder / "study.json").read_text())
    assert [each["set"] for each in study["gene_sets"]["too_small"]] == ["TINY"]
    assert [each["role"] for each in study["inputs"]] == ["gene sets"]
    assert "planted.gmt holds 12 sets" in " ".join((demo_run.folder / "report.html").read_text().split())


def test_the_models_read_back_judge_the_independent_patients_as_the_report_says(demo_run: Run) -> None:
    independent = simulate_study(0).independent
    assert independent is not None
    predictions = table(demo_run, "predictions.csv")
    labels = json.loads((demo_run.folder / "study.json").read_text())
    for name in MODELS:
        rows = predictions[(predictions["model"] == name) & (predictions["set"] == "independent")].set_index("sample")
        saved = interpret.read_model(demo_run.folder / "models" / file_name(name))
        assert saved.kind == name
        assert (saved.labels.negative, saved.labels.positive) == (labels["negative"], labels["positive"])
        assert set(rows["model_id"]) == {saved.fitted.model_id}
        probability = saved.fitted.probability(independent.expression)
        np.testing.assert_allclose(rows.loc[list(independent.samples), "probability"], probability, rtol=1e-12)


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_are_those_declared(demo_run: Run, name: str) -> None:
    assert list(table(demo_run, name).columns) == [column.name for column in COLUMNS[name]]


def test_evidence_has_columns_for_every_model_that_is_explained(demo_run: Run) -> None:
    explained = list(dict.fromkeys(table(demo_run, "explanations.csv")["model"]))
    assert explained[: len(MODELS)] == list(MODELS)
    assert len(explained) > len(MODELS)
    columns = evidence_columns(MODELS, explained[len(MODELS) :])
    assert list(table(demo_run, "evidence.csv").columns) == [column.name for column in columns]


def test_the_contract_names_these_columns(demo_run: Run) -> None:
    genes = set(table(demo_run, "genes.csv").columns)
    assert genes >= {
        *("gene", "symbol", "description", "n_negative", "n_positive", "mean_negative", "mean_positive", "effect"),
        *("effect_unit", "ci_low", "ci_high", "se", "df", "hedges_g", "auc", "statistic", "p_value", "q_value"),
        *("moderated_t_statistic", "moderated_t_p", "moderated_t_q", "welch_p", "mann_whitney_p"),
        *("maxt_statistic", "maxt_p", "independent_effect", "independent_ci_low", "independent_ci_high"),
        *("independent_p", "independent_same_sign"),
    }


def test_the_same_study_gives_the_same_bytes_with_one_job_and_two(demo_run: Run, demo_run_again: Run) -> None:
    first, second = demo_run.bytes(), demo_run_again.bytes()
    assert [name for name in first if first[name] != second[name]] == []


def test_shap_values_and_baseline_add_up_to_the_models_output(demo_run: Run) -> None:
    explanations = table(demo_run, "explanations.csv")
    predictions = table(demo_run, "predictions.csv").set_index(["model", "set", "sample"])
    checked = dict.fromkeys(explanations["model"], 0)
    for (model, part, sample, unit), rows in explanations.groupby(["model", "set", "sample", "unit"]):
        probability = predictions.loc[(model, part, sample), "probability"]
        total = rows["shap"].sum() + rows["baseline"].iloc[0]
        if unit == "log-odds" and abs(total) < 15:  # beyond, a probability no longer tells its log-odds
            tolerance = 1e-4 if model in {"adaboost", "gradient-boosting", "xgboost"} else 1e-6
            assert abs(total - np.log(probability / (1 - probability))) < tolerance
        else:
            assert abs((total if unit == "probability" else expit(total)) - probability) < 1e-4
        checked[model] += 1
    study = json.loads((demo_run.folder / "study.json").read_text())
    full, beside = (
        [each["name"] for each in study[key] if each["explanation_unit"]] for key in ("models", "models_beside")
    )
    assert [checked[model] for model in full] == [72, 72]
    assert set(checked) == {*full, *beside} > set(full)


def test_explanations_name_the_model_that_judged(demo_run: Run) -> None:
    keys = ["model", "set", "sample"]
    explained = table(demo_run, "explanations.csv").groupby(keys)["model_id"].unique()
    judged = table(demo_run, "predictions.csv").set_index(keys)["model_id"]
    assert {key: list(ids) for key, ids in explained.items()} == {key: [judged[key]] for key in explained.index}


def test_measures_can_be_recomputed_from_the_predictions(demo_run: Run) -> None:
    study = json.loads((demo_run.folder / "study.json").read_text())
    measures = table(demo_run, "models.csv").set_index(["model", "set", "measure"])["value"]
    for (model, part), rows in table(demo_run, "predictions.csv").groupby(["model", "set"]):
        truth = rows["truth"] == study["positive"]
        right = (rows["probability"] > 0.5) == truth
        assert measures[model, part, "right"] == pytest.approx(right.mean())
        assert measures[model, part, "sensitivity"] == pytest.approx(right[truth].mean())
        assert measures[model, part, "specificity"] == pytest.approx(right[~truth].mean())
        assert measures[model, part, "brier"] == pytest.approx(((rows["probability"] - truth) ** 2).mean())


def test_calls_are_one_of_the_labels_or_uncertain(demo_run: Run) -> None:
    study = json.loads((demo_run.folder / "study.json").read_text())
    predictions = table(demo_run, "predictions.csv")
    labels = {study["negative"], study["positive"]}
    assert set(predictions["truth"]) == set(predictions["argmax_call"]) == labels
    assert set(predictions["call"]) <= labels | {"uncertain"}


def test_the_spreadsheet_holds_the_same_numbers_and_types_names_as_text(demo_run: Run) -> None:
    genes = table(demo_run, "genes.csv")
    book = openpyxl.load_workbook(demo_run.folder / "genes.xlsx")
    sheet = book["genes"]
    rows = list(sheet.iter_rows(values_only=True))
    assert list(rows[0]) == list(genes.columns)
    assert len(rows) == len(genes) + 1
    assert sheet["A2"].number_format == "@"
    column = list(genes.columns).index("p_value")
    np.testing.assert_allclose([row[column] for row in rows[1:]], genes["p_value"], rtol=1e-12)
    defined = {row[0] for row in book["definitions"].iter_rows(min_row=2, values_only=True)}
    assert defined == {*genes.columns, *table(demo_run, "gene_sets.csv").columns, "(every text)"}


def test_the_planted_genes_are_found(demo_run: Run) -> None:
    truth = simulate_study(0).truth
    genes = table(demo_run, "genes.csv").set_index("gene")
    called = set(genes.index[genes["q_value"] <= 0.05])
    planted = set(truth.differential)
    assert len(called & planted) > len(planted) / 2
    assert len(called - planted) <= 0.10 * len(called)


def test_planted_genes_or_members_of_their_block_fill_the_top_of_the_evidence(demo_run: Run) -> None:
    evidence = table(demo_run, "evidence.csv").sort_values("consensus_rank", kind="stable")
    is_planted = evidence["gene"].isin(simulate_study(0).truth.differential)
    among = set(evidence["block"][is_planted].dropna())
    assert (is_planted | evidence["block"].isin(among))[:25].all()
    assert is_planted[:10].all()
    supported = evidence["supported"].astype(bool)
    assert supported[:25].mean() > 0.5
    assert is_planted[supported].mean() >= 0.95


def test_simulated_stands_on_every_page(demo_run: Run) -> None:
    for name in ("report.pdf", "patients.pdf"):
        pages = [page.extract_text() for page in pypdf.PdfReader(demo_run.folder / name).pages]
        assert [number for number, text in enumerate(pages, 1) if "SIMULATED" not in text.upper()] == []
    assert "SIMULATED" in (demo_run.folder / "report.html").read_text().upper()


def test_patients_pdf_has_one_page_a_patient(demo_run: Run) -> None:
    assert len(pypdf.PdfReader(demo_run.folder / "patients.pdf").pages) == 72


def test_the_html_asks_nothing_of_the_network(demo_run: Run) -> None:
    page = (demo_run.folder / "report.html").read_text()
    assert "default-src 'none'" in page
    fetched = re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?\s*(https?:[^"')\s]+)""", page)
    links = re.findall(r"""<a [^>]*href=["'](https?:[^"']+)""", page)
    assert set(fetched) <= set(links), "only a link that somebody clicks may lead out"


def test_the_report_is_short_enough_to_be_read(demo_run: Run) -> None:
    assert len(pypdf.PdfReader(demo_run.folder / "report.pdf").pages) <= 25


@pytest.mark.parametrize("name", ["report.pdf", "patients.pdf"])
def test_the_pages_keep_the_standards_and_no_text_stands_on_other_text(demo_run: Run, name: str) -> None:
    assert faults(demo_run.folder / name) == []
    assert fonts(demo_run.folder / name), "no font was found: the test looks in the wrong place"
    if name == "report.pdf":
        assert misplaced(demo_run.folder / name) == []


def test_the_gene_table_is_attached_and_a_study_json_without_patients(demo_run: Run) -> None:
    attachments = pypdf.PdfReader(demo_run.folder / "report.pdf").attachments
    assert list(attachments) == ["genes.csv", "study.json"]
    assert attachments["genes.csv"][0] == (demo_run.folder / "genes.csv").read_bytes()
    inside = attachments["study.json"][0].decode()
    samples = pd.read_csv(demo_run.folder / "predictions.csv", dtype=str)["sample"].unique()
    named = [name for name in samples if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", inside)]
    assert named == [], "one patient's name is in the file that travels with the PDF"
    assert json.loads(inside)["seed"] == 0


def test_study_json_says_how_to_repeat_the_run(demo_run: Run) -> None:
    study = json.loads((demo_run.folder / "study.json").read_text())
    assert study["seed"] == 0
    assert study["date"] == "2026-01-02"
    assert study["versions"]["interpret-expression"]
    assert "jobs" not in json.dumps(study["settings"])
    assert str(demo_run.folder.parent) not in json.dumps(study)
