from __future__ import annotations

import dataclasses
import io
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from pypdf import PageObject, PdfReader

from interpret.data.cohort import Labels
from interpret.report import front_room, measured, words
from interpret.report.blocks import (
    Block,
    Bullets,
    Callout,
    Columns,
    Fact,
    Facts,
    Figure,
    Listing,
    Prose,
    Report,
    Section,
    Table,
)
from interpret.report.build import build_report, mark
from interpret.report.every_model import every_model
from interpret.report.findings import Caution, Findings
from interpret.report.inline import bare
from interpret.report.measured import meanings
from interpret.report.patients import build_patients
from interpret.report.render.pdf import render_pdf
from interpret.report.render.text import render_text
from interpret.report.sections import (
    SECTIONS,
    again,
    cohort,
    expression,
    limits,
    methods,
    models,
    provenance,
    summary,
    trust,
)

SNAPSHOT = Path(__file__).with_name("report.txt")
ANCHORS = [
    *("summary", "cohort", "found", "trust", "independent", "patients", "limits"),
    *("quality", "genes", "models", "panel", "identifiability", "selection", "explanations", "gene-blocks"),
    *("questions", "checks", "methods", "references", "checklists", "provenance"),
]
PRINTABLE = re.compile("[\u0020-\u007e\u00a0-\u024f\u0370-\u03ff×−±≤≥→–—·⁰¹²³⁴⁵⁶⁷⁸⁹⁻]*")  # noqa: RUF001

Make = Callable[..., Findings]


@pytest.fixture(scope="session")
def report(findings: Findings) -> Report:
    return build_report(findings)


def section(report: Report, anchor: str) -> Section:
    return next(part for part in report.sections if part.anchor == anchor)


def flat(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Columns):
            yield from flat((block.left, block.right))
        else:
            yield block


def texts(blocks: tuple[Block, ...], *, figures: bool = True) -> Iterator[str]:
    yield from (bare(text) for text in marked_texts(blocks, figures=figures))


def marked_texts(blocks: tuple[Block, ...], *, figures: bool = True) -> Iterator[str]:
    for block in flat(blocks):
        match block:
            case Prose():
                yield from block.paragraphs
            case Bullets():
                yield from (block.title, *block.items)
            case Facts():
                yield from (text for fact in block.facts for text in (fact.number, fact.label))
            case Callout():
                yield from (block.title, block.text)
            case Listing():
                yield from block.entries
            case Table():
                yield from (block.caption, block.note)
                yield from (column.heading for column in block.columns)
                yield from (cell for row in block.rows for cell in row)
            case Figure():
                yield from (block.title, block.caption, block.alt) if figures else ()


def said(part: Section, *, figures: bool = True) -> str:
    return "\n".join(texts(part.blocks, figures=figures))


def table(part: Section, start: str) -> Table:
    return next(b for b in flat(part.blocks) if isinstance(b, Table) and b.caption.startswith(start))


# The whole


def test_report_in_plain_text_is_the_one_agreed_on(report: Report) -> None:
    """The same words; INTERPRET_WRITE_SNAPSHOTS=1 writes what is said now, to be read before it is committed."""
    text = render_text(report)
    if os.environ.get("INTERPRET_WRITE_SNAPSHOTS") == "1":
        SNAPSHOT.write_text(text, encoding="utf-8")
    assert text.splitlines() == SNAPSHOT.read_text(encoding="utf-8").splitlines()


def test_sections_stand_in_their_order(report: Report) -> None:
    assert [part.anchor for part in report.sections] == ANCHORS
    # the list of references is made of what the others cite, and nobody asked about sets of genes
    assert len(SECTIONS) == len(ANCHORS) - 1 + 1
    assert not report.sections[0].page


VARIANTS: dict[str, dict[str, object]] = {
    "poor": {"signal": 0.35, "sizes": (20, 20)},
    "null": {"signal": 0.0, "independent": False, "covariates": False},
    "confounded": {"confounded": True, "simulated": True},
    "pairs": {"design": "pairs", "sizes": (19, 19)},
    "covariates": {"design": "covariates"},
    "no permutations": {"design": "covariates", "permutable": False},
    "missing values": {"missing": True},
    "long names": {"labels": Labels("Acute lymphoblastic " + "a" * 40, "Acute myeloid leukaemia " + "b" * 36)},
}


@pytest.fixture(scope="session", params=VARIANTS)
def any_report(request: pytest.FixtureRequest, make_findings: Make) -> Report:
    return build_report(make_findings(**VARIANTS[request.param]))


def test_every_variant_is_whole(any_report: Report) -> None:
    for part in any_report.sections:
        for block in flat(part.blocks):
            if isinstance(block, Table):
                assert block.rows
                assert all(len(row) == len(block.columns) for row in block.rows)
                assert all(row[0] for row in block.rows)
            if isinstance(block, Facts):
                assert 1 <= len(block.facts) <= 4
        for text in texts(part.blocks):
            assert isinstance(text, str)
            assert not re.search(r"\bnan\b|\bNone\b|\binf\b", text), text
    assert render_text(any_report)


def test_every_sign_can_be_printed(report: Report) -> None:
    for part in report.sections:
        for text in texts(part.blocks, figures=False):
            assert PRINTABLE.fullmatch(text), text


def test_text_from_files_stays_text(report: Report) -> None:
    assert "cyclin D3 <b>&" in said(section(report, "genes"))


def test_marks_and_badge(report: Report, make_findings: Make) -> None:
    both = make_findings(simulated=True, status="draft")
    assert report.mark == ""
    assert mark(both) == "SIMULATED DATA · DRAFT"
    assert report.badge == "For research. Not for treatment decisions."
    assert report.attachments == ("genes.csv", "study.json")
    assert "patients of this report do not exist" in said(limits.section(both))


# Page 1


def test_page_1_gives_the_numbers(findings: Findings) -> None:
    assert summary.facts(findings).facts == (
        Fact("95% right", "36 of 38 patients; the true rate is plausibly 82% to 99%"),
        Fact("2 wrong", "ALL called AML: none; AML called ALL: 2"),
        Fact("30 genes", "of 300 differ at a 5% false discovery rate"),
        Fact("32 of 34", "right of those kept apart, not blind; plausibly 80% to 99%"),
    )


def test_page_1_claims_nothing_it_cannot(any_report: Report) -> None:
    page = " ".join([any_report.headline, any_report.lede, said(any_report.sections[0], figures=False)]).lower()
    for claim in ("prove", "diagnos", "biomarker", "accura", "cure", "significant", "best"):
        assert claim not in page


def test_page_1_is_one_page_and_a_full_one(any_report: Report) -> None:
    summary_alone = any_report.sections[0]
    front = dataclasses.replace(any_report, sections=(summary_alone,))
    [page] = PdfReader(io.BytesIO(render_pdf(front, date=any_report.date))).pages
    assert said(summary_alone).rstrip().endswith("report.html.")
    [*_, listed, _pointer] = summary_alone.blocks
    if isinstance(listed, Table) and "the first" in listed.caption and len(listed.rows) < summary.MOST_PATIENTS:
        assert _blank_at_the_foot(page) < TWO_ROWS


def pages(report: Report) -> int:
    return len(PdfReader(io.BytesIO(render_pdf(report, date=report.date))).pages)


FOOT = 48.0  # points from the lower edge that the foot takes
TWO_ROWS = 60.0  # of two lines each


def _blank_at_the_foot(page: PageObject) -> float:
    baselines: list[float] = []

    def place(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if text.strip():
            baselines.append(cm[3] * tm[5] + cm[5])

    page.extract_text(visitor_text=place)
    return min(y for y in baselines if y > FOOT) - FOOT


def test_page_1_of_a_null_study_is_sober(make_findings: Make) -> None:
    found = make_findings(signal=0.0)
    meant, not_meant = summary.means(found), summary.does_not_mean(found)
    fold = 2 ** found.diagnostics.detectable.effect[1]
    assert (
        "No single gene could be shown to differ between ALL and AML. A gene had to differ about "
        f"{fold:.1f}-fold to be found with a chance of 80%."
    ) in meant.items
    assert not any("most evidence" in item for item in meant.items)
    assert any("a real difference can be missed" in item for item in not_meant.items)


def test_page_1_carries_its_cautions_and_counts_the_others(findings: Findings) -> None:
    warned = tuple(Caution(f"c{i}", f"Caution number {i}.", "page1") for i in range(4))
    blocks = summary.cautions(dataclasses.replace(findings, cautions=warned))
    assert blocks == [Callout("Before you rely on this", "Caution number 0. Caution number 1. Two more under Limits.")]
    long = (Caution("c", f"What is wrong{' and wrong' * 20}. What follows from it{' and follows' * 10}.", "page1"),)
    [short] = summary.cautions(dataclasses.replace(findings, cautions=long))
    assert isinstance(short, Callout)
    assert short.text.endswith("and wrong. More under Limits.")
    assert summary.cautions(findings) == []


def test_page_1_lists_the_patients_it_has_room_for_and_says_of_how_many(findings: Findings) -> None:
    above = summary.section(findings).blocks[:-2]
    [listed] = summary.patients(findings, above)
    assert isinstance(listed, Table)
    assert len(listed.rows) == len(findings.suspects) == 8
    assert tuple(map(bare, listed.rows[0])) == ("72", "AML", "ALL", "29%", "Wrong call", "kept apart")
    assert listed.caption == "Patients to look at again"
    crowded = [*above, Prose(("A line. " * 8,) * 4)]
    [fewer] = summary.patients(findings, crowded)
    assert isinstance(fewer, Table)
    assert fewer.caption == f"Patients to look at again: the first {words.spelled(len(fewer.rows))} of 8"
    assert fewer.rows == listed.rows[: len(fewer.rows)]
    assert 3 <= len(fewer.rows) <= 6
    [told] = summary.patients(findings, [*above, *above])
    assert told == Prose(("8 patients to look at again: see the part of that name.",))
    many = dataclasses.replace(findings, suspects=pd.concat([findings.suspects] * 3, ignore_index=True))
    [most] = summary.patients(many, above[:1])
    assert isinstance(most, Table)
    assert most.caption == "Patients to look at again: the first ten of 24"
    nobody = dataclasses.replace(findings, suspects=findings.suspects.iloc[:0])
    assert summary.patients(nobody, above) == []
    assert "contradicts the sample sheet" in said(again.section(nobody))


def test_lines_are_broken_between_words_and_within_long_ones() -> None:
    assert front_room.lines("two words", 10.0, 1000.0) == 1
    assert front_room.lines("two words", 10.0, 40.0) == 2
    assert front_room.lines("w" * 100, 10.0, 100.0) in range(5, 11)
    assert front_room.lines("", 10.0, 100.0) == 1


# Cohort


def test_sample_sheet_is_summed_up_by_class(findings: Findings) -> None:
    [sheet] = cohort.covariates(findings)
    assert isinstance(sheet, Table)
    rows = {row[0]: row[1:] for row in sheet.rows}
    inside = findings.covariates.iloc[:27]
    age = inside["age"].dropna()
    low, middle, high = (age.quantile(q) for q in (0.25, 0.5, 0.75))
    assert rows["age"][0] == f"{middle:.1f} ({low:.1f} to {high:.1f}); 1 missing"
    counted = inside["Source"].value_counts()
    assert rows["Source"][0] == ", ".join(f"{name} {count}" for name, count in counted.items())


def test_probes_are_counted(findings: Findings) -> None:
    rows = [row[:2] for row in cohort.probes(findings).rows]
    assert [number for _, number in rows] == ["7,129", "59", "732", "320", "300"]


# Genes


def test_top_table_is_in_order_of_evidence(findings: Findings) -> None:
    shown = expression.top(findings)
    expected = findings.genes.by_evidence()["gene"].head(expression.MOST_ROWS).tolist()
    assert [bare(row[1]) for row in shown.rows] == expected
    assert shown.columns[0].italic
    assert shown.rows[0][3:] == (
        "+2.35 (+1.63 to +3.07)",
        "4.5 × 10⁻⁸",  # noqa: RUF001
        "7.4 × 10⁻⁶",  # noqa: RUF001
        "0.94 (0.80 to 1.00)",
    )


def test_tests_are_counted_from_the_table(findings: Findings) -> None:
    frame = findings.genes.frame
    rows = expression.counts(findings).rows
    names = [test.name for test in expression.tests_run(findings)]
    assert {"moderated_t", "welch", "mann_whitney", "student", "permutation"} <= set(names)
    for row, name in zip(rows, names, strict=True):
        assert row[1:3] == (str((frame[f"{name}_p"] <= 0.05).sum()), str((frame[f"{name}_q"] <= 0.05).sum()))
        assert row[0].endswith("(primary)") == (name == "moderated_t")
    strict = {row[0]: row[3] for row in rows if row[3] != "—"}
    assert strict == {"Permutation test (Welch's t)": str((frame["maxt_p"] <= 0.05).sum())}
    [warned] = expression.cautions(findings)
    assert isinstance(warned, Bullets)
    assert any("p-values that are too small far out" in item for item in warned.items)


def test_replication_is_told_or_missed(findings: Findings, make_findings: Make) -> None:
    called = findings.genes.called(0.05)
    same = int(called["independent_same_sign"].sum())
    assert f"Of the {len(called)} genes found, {same} " in "".join(texts(tuple(expression.replication(findings))))
    alone = expression.replication(make_findings(independent=False))
    assert "not known which of these genes would be found again" in "".join(texts(tuple(alone)))
    assert expression.replication(make_findings(signal=0.0)) == []


# Models


def test_measures_have_their_interval_and_n(findings: Findings) -> None:
    rows = {row[0]: row[1:] for row in measured.measures(findings, "loo").rows}
    assert rows["Right of n"] == ("36 of 38 (82% to 99%)", "36 of 38 (82% to 99%)", "38")
    assert rows["Sensitivity"][2] == "11"
    brier = findings.measures.query("model == 'random-forest' and set == 'loo' and measure == 'brier'").iloc[0]
    assert rows["Brier score"][1] == f"{brier['value']:.3f} ({brier['ci_low']:.3f} to {brier['ci_high']:.3f})"


def test_two_models_and_two_sets_stand_in_one_table(findings: Findings) -> None:
    [together] = measured.every_measure(findings, ("loo", "independent"))
    apart = [measured.measures(findings, part) for part in ("loo", "independent")]
    rows = {row[0]: row[1:] for row in together.rows}
    for k, table in enumerate(apart):
        for row in table.rows:
            assert [cell.split(", n = ")[0] for cell in rows[row[0]][2 * k : 2 * k + 2]] == list(row[1:3])
        assert all(sentence in together.note for sentence in re.split(r"(?<=[.]) ", table.note))
    assert "Of 38 training patients, left out in turn and 34 independent patients" in together.note
    three = dataclasses.replace(findings, models=(*findings.models, findings.models[0]))
    assert len(measured.every_measure(three, ("loo", "independent"))) == 2


def test_more_models_than_columns_become_rows(findings: Findings) -> None:
    many = dataclasses.replace(findings, models=findings.models * 2)
    shown = measured.measures(many, "loo")
    assert [column.heading for column in shown.columns] == ["Model", "Measure", "Estimate", "n"]
    assert len(shown.rows) == 4 * len(models.measures_taken(findings, "loo"))


def test_what_is_not_defined_says_why(findings: Findings) -> None:
    rows = {row[0]: row[1:] for row in measured.measures(findings, "loo").rows}
    assert rows["Calibration slope"][1] == "not defined"
    note = measured.measures(findings, "loo").note
    assert "Not defined: calibration slope of Random forest (the chances of the two classes do not overlap" in note
    assert "Higher is better; for Brier score and log loss lower; for calibration intercept nearer 0;" in note
    assert "Not defined" not in measured.measures(findings, "independent").note
    assert len(rows) <= 20


def test_predictive_values_say_for_which_prevalence(findings: Findings) -> None:
    assert "where 29% are AML, as among these patients." in measured.measures(findings, "loo").note
    assert "where 41% are AML, as among these patients." in measured.measures(findings, "independent").note
    validation = findings.settings.validation.model_copy(update={"prevalence": 0.1})
    stated = dataclasses.replace(findings, settings=findings.settings.model_copy(update={"validation": validation}))
    shown = measured.measures(stated, "loo")
    assert "where 10% are AML, as the settings state (among these patients 29%)." in shown.note
    assert {row[0]: row[1] for row in shown.rows}["PPV"].startswith("100% (")


def test_models_are_not_ranked_but_compared_on_the_same_patients(findings: Findings) -> None:
    said = models.reading(findings).items[1]
    assert "does not rank models by figures whose intervals overlap" in said
    assert "on the same patients, under Every model side by side." in said


def test_pooled_auc_is_explained_where_it_is_shown(findings: Findings) -> None:
    without = dataclasses.replace(findings, measures=findings.measures.query("measure != 'auc_pooled'"))
    assert "biased low" in models.reading(findings).items[2]
    assert not any("pooled" in item for item in models.reading(without).items + meanings(without).items)


def test_shuffled_labels_are_told(findings: Findings) -> None:
    told = "".join(texts(tuple(trust.shuffled(findings))))
    assert "with the real labels 36, and no shuffled run did as well (p = 0.048)" in told
    assert "it cannot be below 0.048 (1/21)" in told
    assert "a mistake made on purpose" in told
    none = dataclasses.replace(findings, permuted=())
    assert trust.shuffled(none) == []
    assert trust.section(none) is None


# Explanations, limits, methods, provenance


def test_the_explanations_show_every_model_one_patient_and_the_evidence(report: Report) -> None:
    drawn = [block.title for block in flat(section(report, "explanations").blocks) if isinstance(block, Figure)]
    assert len(drawn) == 6
    assert drawn[-1] == "The leading genes by all the evidence"


def test_every_caution_is_among_the_limits(make_findings: Make) -> None:
    found = make_findings(confounded=True)
    printed = said(limits.section(found))
    assert len(found.cautions) == 3
    assert all(caution.text in printed for caution in found.cautions)
    assert found.cautions[0].text in "".join(texts(tuple(summary.cautions(found))))


def test_methods_name_every_parameter(findings: Findings) -> None:
    printed = said(methods.section(findings))
    chosen = {"floor": "100", "ceiling": "16,000", "ratio": "5 times", "difference": "500", "permutations": "2,000"}
    assert all(text in printed for text in chosen.values())
    assert all(model.method in printed for model in findings.models)
    assert printed.count("doi:10.") >= 12


def test_settings_are_all_listed(findings: Findings) -> None:
    def leaves(group: dict[str, object], before: str = "") -> Iterator[str]:
        for key, value in group.items():
            if isinstance(value, dict):
                yield from leaves(value, f"{before}{key}.")
            elif value not in (None, ""):
                yield f"{before}{key}"

    part = provenance.section(findings)
    shown = [
        f"{'' if group == 'of the whole study' else group + '.'}{one.split(' = ')[0]}"
        for group, chosen in table(part, "Settings (one that is not set is not listed)").rows
        for one in chosen.split("; ")
    ]
    assert sorted(shown) == sorted(leaves(findings.settings.without_paths()))
    assert table(part, "Input files (whole checksums in study.json)").rows[1] == (
        "actual.csv",
        "labels",
        "800 bytes",
        "0123456789ab...",
    )


# Patients


@pytest.fixture(scope="session")
def patients(findings: Findings) -> Report:
    return build_patients(findings)


def test_every_patient_has_a_page(patients: Report) -> None:
    assert [part.title.split(":")[0] for part in patients.sections] == [f"Patient {i}" for i in range(1, 73)]
    assert all(part.page for part in patients.sections)
    assert len({part.anchor for part in patients.sections}) == 72
    assert patients.headline == ""
    assert all("claims no cause" in said(part) for part in patients.sections)


def test_patient_page_is_one_page(patients: Report) -> None:
    assert pages(dataclasses.replace(patients, sections=patients.sections[35:38])) == 3


def test_patient_page_says_who_judged(patients: Report) -> None:
    first, last = said(patients.sections[0]), said(patients.sections[-1])
    assert "judged by models that never saw this patient; the three-way call only describes, since" in first
    assert "fixed before this patient's data were opened" in last
    assert "not the patient's own risk" in first
    assert "not the patient's own risk" in last


def test_patient_page_gives_call_and_chances(patients: Report, findings: Findings) -> None:
    rows = findings.predictions.query("sample == '37'").set_index("model")
    every = every_model(findings).predictions.query("sample == '37' and set == 'loo' and model != 'prevalence'")
    others = every[every["model"] != "sparse-logistic"]
    same = int((others["argmax_call"] == "ALL").sum())
    page = patients.sections[36]
    assert page.title == "Patient 37: called ALL, the sample sheet says AML"
    [facts] = [block for block in page.blocks if isinstance(block, Facts)]
    assert [fact.number for fact in facts.facts] == [
        "ALL",
        f"{100 * rows.loc['sparse-logistic', 'probability']:.0f}%",
        f"{same} of {len(others)}",
        "AML",
    ]
    assert patients.sections[5].title == "Patient 6: uncertain, do not act on it"


def test_names_that_read_alike_get_pages_of_their_own(findings: Findings) -> None:
    names = {"1": "P 1", "2": "P-1", "3": "Ω"}
    swapped = dataclasses.replace(
        findings,
        predictions=findings.predictions[findings.predictions["sample"].isin(names)].replace({"sample": names}),
    )
    swapped = dataclasses.replace(
        swapped, models=tuple(dataclasses.replace(model, attribution={}) for model in findings.models)
    )
    assert [part.anchor for part in build_patients(swapped).sections] == ["patient-p-1", "patient-p-1-2", "patient-x"]


def test_no_section_makes_words_of_a_number_itself() -> None:
    """A format in a section is a decision on digits that only words.py takes."""
    folder = Path(measured.__file__).parent
    for path in sorted((folder / "sections").glob("*.py")):
        found = re.findall(r"\{[^{}\n]*:[.,]?\d*[.,]?\d*[defg%]\}|%\.\d[fge]|\.format\(", path.read_text())
        assert not found, (path.name, found)


def test_a_large_class_called_right_is_no_skill(make_findings: Make) -> None:
    """Of 38, 34 are of one class: 36 right is no more than the interval of always naming that class."""
    found = make_findings(sizes=(34, 4))
    calls = found.predictions.copy()
    mine = calls.index[(calls["set"] == "loo") & (calls["model"] == found.models[0].name)]
    calls.loc[mine, "argmax_call"] = calls.loc[mine, "truth"]
    wrong = mine[:2]
    calls.loc[wrong, "argmax_call"] = found.labels.positive
    measures = found.measures.copy()
    row = (measures["set"] == "loo") & (measures["measure"] == "right")
    measures.loc[row, ["value", "ci_low", "ci_high"]] = [36 / 38, 0.823, 0.994]
    report = build_report(dataclasses.replace(found, predictions=calls, measures=measures))
    assert report.headline == (
        "Gene activity was not shown to tell ALL from AML: 36 of 38 patients called right, "
        "34 by always naming one group"
    )
    assert "Always naming the same group would be right in up to 34 of 38" in report.lede
