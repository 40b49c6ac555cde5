"""The page of one patient: what it says of the right, the wrong, the uncertain and the disputed, and that it is one."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable

import numpy as np
import page
import pandas as pd
import pypdf
import pytest

from interpret.data.cohort import Labels
from interpret.explain.dossier import Dossiers
from interpret.explain.standing import Place
from interpret.explain.what_would_change import Change, Swap
from interpret.report import patient_pages, words
from interpret.report import patient_words as said
from interpret.report.agreement import Agreement, agreement
from interpret.report.blocks import Block, Bullets, Facts, Figure, Prose
from interpret.report.every_model import every_model
from interpret.report.figures import waterfall as waterfall_figure
from interpret.report.figures.nearest import nearest
from interpret.report.figures.standing import place_words
from interpret.report.figures.waterfall import waterfall
from interpret.report.files.tables import patients_csv
from interpret.report.findings import Findings
from interpret.report.inline import bare
from interpret.report.patient_flags import flags
from interpret.report.patient_room import genes_that_fit
from interpret.report.patient_rows import PATIENT_COLUMNS, patient_rows
from interpret.report.patients import build_patients
from interpret.report.render.pdf import render_pdf
from interpret.report.tally import Judgement
from interpret.validation.duplicates import Twin

Make = Callable[..., Findings]

RIGHT = Judgement("AML", "AML", "AML", 0.93)
WRONG = Judgement("ALL", "AML", "AML", 0.93)
UNSURE = Judgement("AML", "AML", "uncertain", 0.61)
MOST = Agreement(15, 16)


def sentences(findings: Findings, judged: Judgement, agree: Agreement = MOST) -> str:
    return said.in_two_sentences(findings, "independent", judged, agree)


# Two sentences


@pytest.mark.parametrize("judged", [RIGHT, WRONG, UNSURE])
@pytest.mark.parametrize("agree", [MOST, Agreement(2, 16), Agreement(0, 0)])
def test_there_are_two_sentences_and_no_cause(findings: Findings, judged: Judgement, agree: Agreement) -> None:
    text = sentences(findings, judged, agree)
    assert text.count(". ") == 1
    assert text.endswith(".")
    for word in ("because", "cause", "due to", "driven", "diagnosed", "should be treated", "confirms"):
        assert word not in text.lower()


def test_sentences_say_what_the_data_support(findings: Findings) -> None:
    assert sentences(findings, RIGHT).startswith(
        "Sparse logistic regression calls this patient AML, giving AML a chance of 93%; "
        "15 of 16 other models lean the same way. The sample sheet says the same"
    )
    assert "is no new evidence of the diagnosis" in sentences(findings, RIGHT)
    assert "either the model or the sheet is wrong about this patient" in sentences(findings, WRONG)
    assert "makes no call for this patient: it leans towards AML" in sentences(findings, UNSURE)
    assert "Take that as no answer" in sentences(findings, UNSURE)
    assert "neither support nor rule out ALL" in sentences(findings, dataclasses.replace(UNSURE, truth="ALL"))
    assert "most other models do not" in sentences(findings, RIGHT, Agreement(3, 16))
    assert "most other models" not in sentences(findings, RIGHT, Agreement(8, 16))


@pytest.mark.parametrize(
    ("agree", "text"),
    [
        (Agreement(0, 0), "no other model was asked"),
        (Agreement(1, 1), "the one other model leans the same way"),
        (Agreement(0, 1), "the one other model leans the other way"),
        (Agreement(0, 5), "none of 5 other models lean the same way"),
        (Agreement(1, 5), "1 of 5 other models leans the same way"),
        (Agreement(5, 5), "all 5 other models lean the same way"),
    ],
)
def test_agreement_in_words(agree: Agreement, text: str) -> None:
    assert agree.said == text


def test_agreement_counts_every_other_model_that_looks_at_genes(findings: Findings) -> None:
    found = agreement(findings)
    assert len(found) == 72
    frame = every_model(findings).predictions
    frame = frame[(frame["set"] == "loo") & (frame["sample"] == "37") & (frame["model"] != "prevalence")]
    calls = frame.set_index("model")["argmax_call"]
    others = calls.drop("sparse-logistic")
    assert found["loo", "37"] == Agreement(int((others == calls["sparse-logistic"]).sum()), len(others))


def test_title_never_calls_the_uncertain(findings: Findings) -> None:
    del findings
    assert said.title("9", RIGHT) == "Patient 9: called AML, as in the sample sheet"
    assert said.title("9", WRONG) == "Patient 9: called AML, the sample sheet says ALL"
    assert said.title("9", UNSURE) == "Patient 9: uncertain, do not act on it"
    wrong = dataclasses.replace(UNSURE, truth="ALL")
    assert said.title("9", wrong, "sample") == "Sample 9: uncertain, do not act on it (the sample sheet says ALL)"


# A large study


def test_in_a_large_study_those_in_doubt_have_a_page_and_the_report_says_who(
    findings: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert patient_pages.pages_said(findings) == "One page a patient: patients.pdf."
    monkeypatch.setattr(patient_pages, "MOST_PAGES", 12)
    titles = [section.title for section in build_patients(findings).sections]
    assert len(titles) == 12
    listed = [words.plain(sample) for sample in findings.suspects["sample"].astype(str)]
    assert 0 < len(listed) < 12
    assert {f"Patient {sample}" for sample in listed} < {title.split(":")[0] for title in titles}
    assert patient_pages.pages_said(findings).startswith("One page each for 12 of 72 patients, those in doubt first")
    other_way = dataclasses.replace(findings, predictions=findings.predictions.iloc[::-1])
    assert patient_pages.with_a_page(other_way, ()) == patient_pages.with_a_page(findings, ())


# What would turn the call


def change(*, crossed: bool, smallest: bool = True, swaps: int = 2) -> Change:
    made = tuple(Swap(f"g{i}", 6.0, 9.5, p) for i, p in zip(range(swaps), (0.7, 0.4), strict=False))
    return Change(made, 0.9, crossed, smallest, 12, 5, "log2 intensity")


def test_what_would_turn_the_call_in_words(findings: Findings) -> None:
    told = bare(said.what_would_turn(findings, RIGHT, change(crossed=True)))
    assert "with g0 at 9.5 instead of 6.0 and g1 at 9.5 instead of 6.0 (median of the ALL training patients" in told
    assert "moves the chance of AML from 90% to 40%" in told
    assert told.endswith(said.ARITHMETIC)
    assert "fewer may do" not in told
    assert "fewer may do" in said.what_would_turn(findings, RIGHT, change(crossed=True, smallest=False))
    single = change(crossed=True, smallest=False, swaps=1)
    assert "fewer may do" not in said.what_would_turn(findings, RIGHT, single)
    assert "the other ALL training patients" in said.what_would_turn(findings, WRONG, change(crossed=True))
    none = bare(said.what_would_turn(findings, RIGHT, change(crossed=False, swaps=1)))
    assert "no change of up to five genes. With g0" in none
    assert "from 90% only to 70%" in none
    greedy = said.what_would_turn(findings, RIGHT, change(crossed=False, smallest=False))
    assert "no change of up to five of the 12 genes that argue most for it, taken one by one" in greedy
    assert "no gene at the median" in said.what_would_turn(findings, RIGHT, change(crossed=False, swaps=0))
    assert "not worked out" in said.what_would_turn(findings, RIGHT, None)
    assert said.what_would_turn(findings, RIGHT, change(crossed=True)).startswith("What would turn the call: with")
    assert said.what_would_turn(findings, UNSURE, change(crossed=True)).startswith("What would turn the leaning: with")


def test_certainty_says_what_it_rests_on(findings: Findings) -> None:
    apart = said.how_sure(findings, "independent", RIGHT)
    assert "At an error rate of 10% in each class only AML is left" in apart
    assert "ruled out in at most 20% of cases" in apart
    assert "lies 43 percentage points from one half" in apart
    near = dataclasses.replace(UNSURE, probability=0.503)
    assert "less than 1 percentage point from" in said.how_sure(findings, "independent", near)
    assert "none is called" in said.how_sure(findings, "independent", UNSURE)
    own = said.how_sure(findings, "loo", RIGHT)
    assert "only describes" in own
    assert "error rate" not in own
    loose = dataclasses.replace(findings, three_way=dataclasses.replace(findings.three_way, error_rate=0.5))
    assert "carries no bound" in said.how_sure(loose, "independent", RIGHT)


# Places, neighbours, flags


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place(9, 0, 10), "9 of 10"),
        (Place(8, 1, 10), "8.5 of 10"),
        (Place(0, 2, 11), "1 of 11"),
        (Place(19, 2, 20), "100%"),
        (Place(10, 5, 25), "50%"),
        (Place(0, 0, 27), "0%"),
    ],
)
def test_places_are_counted_among_few_and_percentiles_among_many(place: Place, text: str) -> None:
    assert place_words(place) == text


def test_waterfall_gives_the_place_in_each_class(findings: Findings) -> None:
    figure = waterfall(findings, "sparse-logistic", "loo", "1")
    dossier = findings.dossiers.find("loo", "1")
    assert dossier is not None
    assert "Activity higher than" in figure.svg
    assert "of 26 ALL" in figure.svg
    assert "of 11 AML" in figure.svg
    assert "equal values count half" in figure.caption
    assert f"{place_words(dossier.standings[0].positive)} AML" in figure.alt
    assert "of 26 ALL" not in waterfall(findings, "random-forest", "loo", "1").svg


def test_unstable_genes_are_pale(findings: Findings, monkeypatch: pytest.MonkeyPatch) -> None:
    attribution = findings.models[0].attribution["loo"]
    largest = attribution.genes[int(np.argmax(np.abs(attribution.values[0])))]
    monkeypatch.setattr(waterfall_figure, "unstable_genes", lambda *_: frozenset({largest}))
    figure = waterfall(findings, "sparse-logistic", "loo", "1")
    assert 'data-marks="faded share"' in figure.svg
    assert "Pale, with an open circle: genes whose weight is not stable." in figure.caption
    assert "not stable" in figure.alt


def test_neighbours_are_named_with_class_and_likeness(findings: Findings) -> None:
    figure = nearest(findings, "loo", "37")
    dossier = findings.dossiers.find("loo", "37")
    assert figure is not None
    assert dossier is not None
    near = dossier.nearest
    for neighbour in near.neighbours:
        assert f">{neighbour.sample}<" in figure.svg
        assert f"{neighbour.similarity:.2f}" in figure.alt
    both = {True: near.positive, False: len(near.neighbours) - near.positive}
    label = "AML" if both[True] > both[False] else "ALL"
    assert figure.title.endswith(f"{max(both.values())} of 5 are {label}") or figure.title.endswith(f"5 are {label}")
    assert "Of all 37 other training patients, 27% are AML." in figure.caption
    with pytest.raises(KeyError):
        nearest(findings, "loo", "nobody")


def test_flags_come_from_what_was_found(findings: Findings) -> None:
    twin = Twin("1", "40", ("loo", "independent"), exact=True, correlation=1.0, spreads=9.0)
    questioned = findings.questioned
    twins = dataclasses.replace(questioned.twins, found=(twin,))
    doubted = dataclasses.replace(findings, questioned=dataclasses.replace(questioned, twins=twins))
    found = flags(doubted)
    assert "it has the same values as sample 40 of the independent set: perhaps one specimen" in found["loo", "1"]
    assert any("sample 1 of the training set" in text for text in found["independent", "40"])
    again = {(row["set"], row["sample"]) for _, row in findings.suspects.iterrows()}
    assert again <= {key for key, texts in found.items() if any("to look at again" in text for text in texts)}
    mismatched = int(findings.arrays.sex.mismatched.sum())
    assert sum("the sample sheet says" in text for texts in found.values() for text in texts) == mismatched > 0
    assert said.quality(()) == ["Quality: no flag (" + said.LOOKED_AT + ")."]


# The page


def details(blocks: tuple[Block, ...]) -> Bullets:
    [found] = [block for block in blocks if isinstance(block, Bullets)]
    return found


def test_a_page_answers_first_and_explains_after(findings: Findings) -> None:
    made = build_patients(findings).sections[36]
    assert [type(block) for block in made.blocks] == [Prose, Facts, Figure, Figure, Figure, Bullets]
    assert made.blocks[2].title.startswith("Why: ")  # type: ignore[union-attr]
    items = details(made.blocks).items
    assert [item.split(":")[0] for item in items[:2]] == ["How sure", "What would turn the call"]
    assert items[2].startswith("Quality")


def test_a_study_without_shap_values_or_dossiers_keeps_its_pages(findings: Findings) -> None:
    bare = dataclasses.replace(
        findings,
        models=tuple(dataclasses.replace(model, attribution={}) for model in findings.models),
        dossiers=Dossiers(),
    )
    for made in build_patients(bare).sections:
        assert [type(block) for block in made.blocks] == [Prose, Facts, Figure, Bullets]


def test_fewer_genes_where_words_take_the_room() -> None:
    short, long = Prose(("word " * 10,)), Prose(("word " * 1000,))
    assert genes_that_fit("Patient 1", [short], 10) == 10
    assert genes_that_fit("Patient 1", [long], 10) == 0
    some = [genes_that_fit("Patient 1", [Prose(("word " * n,))], 10) for n in range(400, 1001, 20)]
    assert set(some) >= {0, 3, 5, 8, 10}
    assert some == sorted(some, reverse=True)


LONG = Labels(
    "Acute lymphoblastic leukaemia of the precursor B cell lineage",
    "ACUTE MYELOID LEUKAEMIA WITH MATURATION AND WITH MONOCYTES",
)


def stretched(findings: Findings) -> Findings:
    """Return the findings with gene symbols and sample names of 60 letters."""
    frame = findings.genes.frame
    tail = "ANTISENSE-TRANSCRIPT-OF-A-VERY-LONG-NAME"
    symbols = [f"{symbol or 'GENE'}-{tail}-{i}" for i, symbol in enumerate(frame["symbol"])]
    genes = dataclasses.replace(findings.genes, frame=frame.assign(symbol=symbols))
    names = dict(zip(frame["gene"], symbols, strict=True))
    evidence = findings.evidence.assign(symbol=findings.evidence["gene"].map(names).fillna("x" * 60))
    return dataclasses.replace(findings, genes=genes, evidence=evidence)


def drawn(findings: Findings, rows: list[int]) -> bytes:
    report = build_patients(findings)
    return render_pdf(dataclasses.replace(report, sections=tuple(report.sections[row] for row in rows)))


@pytest.mark.parametrize("kind", ["long", "alone"])
def test_every_page_is_one_page(make_findings: Make, kind: str) -> None:
    if kind == "long":
        found, rows = stretched(make_findings(labels=LONG)), [5, 36, 71]
    else:
        found, rows = make_findings(independent=False, sizes=(5, 4)), [0, 8]
    assert len(pypdf.PdfReader(io.BytesIO(drawn(found, rows))).pages) == len(rows)


def test_a_page_can_be_archived_and_read_aloud(findings: Findings) -> None:
    pdf = drawn(findings, [36])
    for profile in ("3a", "ua1"):
        failures = page.validate_pdf_bytes(pdf, profile=profile).failures
        # the rule of stream lengths misfires: see tests/report/render
        assert [failure for failure in failures if "STREAM-LENGTH" not in failure.rule_id] == []


# patients.csv


def test_the_rows_are_what_the_pages_say(findings: Findings) -> None:
    frame = patient_rows(findings)
    assert list(frame.columns) == [column.name for column in PATIENT_COLUMNS]
    assert len(frame) == 72
    first = findings.predictions[findings.predictions["model"] == findings.models[0].name]
    assert frame["probability"].tolist() == first["probability"].tolist()
    assert frame["call"].tolist() == first["call"].tolist()
    for row in frame.itertuples(index=False):
        dossier = findings.dossiers.find(row.set, row.sample)
        assert dossier is not None
        assert dossier.change is not None
        assert row.nearest == "; ".join(neighbour.sample for neighbour in dossier.nearest.neighbours)
        assert (row.nearest_positive, row.nearest_count) == (dossier.nearest.positive, 5)
        assert row.change_genes == "; ".join(swap.gene for swap in dossier.change.swaps)
        assert row.change_turns == ("yes" if dossier.change.crossed else "no")
        assert ((row.change_probability > 0.5) != (row.probability > 0.5)) == dossier.change.crossed


def test_the_file_reads_back_and_has_no_holes_without_dossiers(findings: Findings) -> None:
    read = pd.read_csv(io.BytesIO(patients_csv(findings)), dtype={"sample": str}, keep_default_na=False)
    assert read["agree"].tolist() == patient_rows(findings)["agree"].tolist()
    bare = patient_rows(dataclasses.replace(findings, dossiers=Dossiers()))
    assert set(bare["nearest"]) == set(bare["change_genes"]) == set(bare["change_turns"]) == {""}
    assert bare["nearest_count"].isna().all()
