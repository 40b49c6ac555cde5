"""The section of checks, and what the report says of the design, of nothing found, and of genes not tested."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from interpret.report import design_words, within_reach
from interpret.report.blocks import Block, Bullets, Callout, Columns, Figure, Prose, Section, Table
from interpret.report.build import build_report
from interpret.report.findings import Findings
from interpret.report.inline import bare
from interpret.report.render.text import render_text
from interpret.report.sections import diagnostics, expression, limits, methods
from interpret.report.sections.found import section as what_was_found
from interpret.stats.design import Design
from interpret.stats.multiplicity import ADJUSTMENTS

Make = Callable[..., Findings]


@pytest.fixture(scope="module")
def pairs(make_findings: Make) -> Findings:
    return make_findings(design="pairs", sizes=(19, 19))


@pytest.fixture(scope="module")
def adjusted(make_findings: Make) -> Findings:
    return make_findings(design="covariates")


@pytest.fixture(scope="module")
def unfit(make_findings: Make) -> Findings:
    return make_findings(design="covariates", permutable=False)


@pytest.fixture(scope="module")
def nothing(make_findings: Make) -> Findings:
    return make_findings(signal=0.0)


def flat(blocks: tuple[Block, ...]) -> list[Block]:
    return [
        each
        for block in blocks
        for each in (flat((block.left, block.right)) if isinstance(block, Columns) else [block])
    ]


def prose(section: Section) -> str:
    """Return the paragraphs, bullets and notes of a section, without its figures."""
    said = []
    for block in flat(section.blocks):
        if isinstance(block, Prose):
            said += block.paragraphs
        elif isinstance(block, Bullets):
            said += block.items
        elif isinstance(block, Callout):
            said.append(block.text)
        elif isinstance(block, Table):
            said.append(block.note)
    return "\n".join(said)


def drawn(section: Section) -> list[str]:
    return [block.title for block in flat(section.blocks) if isinstance(block, Figure)]


# What was found, under every correction and under other choices


def test_each_correction_counts_its_own_column(findings: Findings) -> None:
    frame = findings.genes.frame
    rows = {row[0]: row[1:] for row in diagnostics.corrections(findings).rows}
    by_rate = {
        "Benjamini-Hochberg (decides here)": "q_value",
        "Benjamini-Yekutieli": "by_q",
        "Storey's q-value": "storey_q",
    }
    by_family = {"Holm": "holm_p", "Hochberg": "hochberg_p", "Bonferroni": "bonferroni_p"}
    by_family["Westfall-Young, Welch's t"] = "maxt_p"
    assert set(rows) == {*by_rate, *by_family}
    assert len(rows) == len(ADJUSTMENTS) + 2
    for names, held in ((by_rate, "share of false genes in the list"), (by_family, "chance of any false gene")):
        for title, column in names.items():
            assert rows[title] == (held, "5%", str(int((frame[column] <= 0.05).sum())))
    called = {title: int(row[-1]) for title, row in rows.items()}
    assert called["Bonferroni"] <= called["Holm"] <= called["Hochberg"] <= called["Benjamini-Hochberg (decides here)"]


def test_false_discovery_rate_asked_for_is_the_limit_of_the_rates_only(findings: Findings) -> None:
    tests = findings.settings.tests.model_copy(update={"fdr": 0.2})
    wider = dataclasses.replace(findings, settings=findings.settings.model_copy(update={"tests": tests}))
    assert [row[2] for row in diagnostics.corrections(wider).rows] == ["20%"] * 3 + ["5%"] * 4
    frame = findings.genes.frame
    assert diagnostics.corrections(wider).rows[0][3] == str(int((frame["q_value"] <= 0.2).sum()))


def test_agreement_has_a_row_for_every_other_choice(findings: Findings) -> None:
    [table] = diagnostics.agreement(findings)
    assert isinstance(table, Table)
    frame = findings.diagnostics.agreement
    assert [row[4] for row in table.rows] == [f"{shared} of 50" for shared in frame["shared"]]
    assert [row[1] for row in table.rows] == frame["kind"].tolist()
    assert "preparation" in frame["kind"].tolist()
    none = dataclasses.replace(findings.diagnostics, agreement=frame.iloc[:0])
    assert diagnostics.agreement(dataclasses.replace(findings, diagnostics=none)) == []


def test_tests_not_made_are_named_with_the_reason(pairs: Findings, findings: Findings) -> None:
    [listed] = diagnostics.not_made(pairs)
    assert isinstance(listed, Bullets)
    assert listed.items[0] == ("Welch's t-test: it takes the samples to be independent, and here they come in pairs.")
    assert "Not made here: Welch's t-test and Mann-Whitney test." in expression.counts(pairs).note
    assert "Not made" not in expression.counts(findings).note
    made = dataclasses.replace(findings.diagnostics, not_run=())
    assert diagnostics.not_made(dataclasses.replace(findings, diagnostics=made)) == []


# Genes set aside


def test_genes_set_aside_are_counted_by_reason_with_the_first_names(findings: Findings) -> None:
    [table] = diagnostics.set_aside(findings)
    assert isinstance(table, Table)
    assert [row[:2] for row in table.rows] == [
        ("Below the filter", "6,050"),
        ("Constant after clamping", "720"),
        ("Control probe", "59"),
    ]
    assert table.rows[1][2] == "C00000_at, SILENT1 (C00001_at), C00002_at, SILENT3 (C00003_at) ..."
    assert len(findings.set_aside) + findings.counts.tested == findings.counts.probes


def test_few_genes_set_aside_are_all_named(findings: Findings) -> None:
    rows = [("G1", "", "all zero"), ("G2", "SYM", "all zero"), ("=1+1", "", "constant")]
    few = dataclasses.replace(findings, set_aside=pd.DataFrame(rows, columns=["gene", "symbol", "reason"]))
    [table] = diagnostics.set_aside(few)
    assert isinstance(table, Table)
    assert table.rows == (("All zero", "2", "G1 and SYM (G2)"), ("Constant", "1", "=1+1"))
    assert table.note.startswith("3 genes not tested")
    assert diagnostics.set_aside(dataclasses.replace(findings, set_aside=few.set_aside.iloc[:0])) == []


# Permutations


def test_permutations_say_scheme_number_and_floor(findings: Findings, pairs: Findings, adjusted: Findings) -> None:
    said = prose(diagnostics.section(findings))
    assert "Permutations of Welch's t: the class labels were dealt out among the 38 samples at random" in said
    assert "one of the 2,001 looked at. No p-value below 1/2,001 can arise from them" in said
    assert "none of which can give a p-value below 1/2,001." in expression.counts(findings).note
    assert "which of a person's two samples is which was swapped or left at random" in prose(diagnostics.section(pairs))
    assert "(Freedman and Lane)" in prose(diagnostics.section(adjusted))


def test_when_every_labelling_was_looked_at_that_is_said(findings: Findings) -> None:
    drawn = findings.diagnostics.resampled
    assert drawn is not None
    whole = dataclasses.replace(
        drawn, draws=252, complete=True, floor=2 / 252, left_out=3, scheme="labels within strata"
    )
    said = diagnostics.permutations(findings, whole)
    assert "in all 252 ways there are, so these p-values are exact. No p-value below 1/126 can arise" in said
    assert said.endswith("3 genes with missing values were left out of them.")


def test_no_p_value_is_ever_said_to_be_nothing(findings: Findings) -> None:
    frame = findings.genes.frame.copy()
    first = frame["p_value"].idxmin()
    frame.loc[first, ["p_value", "q_value", "moderated_t_p", "moderated_t_q", "independent_p"]] = 0.0
    sure = dataclasses.replace(findings, genes=dataclasses.replace(findings.genes, frame=frame))
    row = expression.top(sure).rows[0]
    assert bare(row[1]) == frame.loc[first, "gene"]
    assert row[4:6] == ("< 10⁻³⁰⁰", "< 10⁻³⁰⁰")
    assert re.findall(r"[pq] *[=≤] *0(?:[.]0*)?(?![.\d])", render_text(build_report(sure))) == []


def test_where_no_permutation_was_possible_the_reason_stands_in_its_place(unfit: Findings, findings: Findings) -> None:
    section = diagnostics.section(unfit)
    assert "The genes against chance" not in drawn(section)
    assert drawn(diagnostics.section(findings)) == [
        "All p-values",
        "The genes against chance",
        "Spread by expression level",
        "Difference by expression level",
    ]
    reason = unfit.diagnostics.unfit
    assert f"No labels could be shuffled: {reason}." in prose(section)
    assert f"No permutation was made: {reason}." in prose(methods.section(unfit))
    assert not any("Westfall" in row[0] for row in diagnostics.corrections(unfit).rows)
    assert "no Westfall-Young count" in expression.counts(unfit).note
    assert {row[3] for row in expression.counts(unfit).rows} == {"—"}


# The design


def design_of(*columns: str, kind: str = "covariates") -> Design:
    nuisance = np.ones((6, 1 + len(columns)))
    return Design(np.arange(6) > 2, nuisance, ("intercept", *columns), kind, np.zeros(6, dtype=int))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ((), ()),
        (("batch[T.b]", "batch[T.c]", "age"), ("batch", "age")),
        (("C(batch)[T.2]", "C(site, Treatment('a'))[T.b]"), ("batch", "site")),
        (("`my column`[T.x]", "age", "age:sex[T.m]"), ("my column", "age", "age with sex")),
        (("log2(age)", "poly(age, 2)[1]", "poly(age, 2)[2]"), ("log2(age)", "poly(age, 2)")),
        (("batch[T.b]", "person 2", "person 3"), ("batch", "the person")),
    ],
)
def test_columns_of_the_model_go_back_to_those_of_the_sheet(
    columns: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert design_words.adjusted_for(design_of(*columns)) == expected


def test_the_question_is_the_one_that_was_asked(findings: Findings, pairs: Findings, adjusted: Findings) -> None:
    plain, within, equal = (prose(expression.section(found)) for found in (findings, pairs, adjusted))
    assert "between ALL and AML? An effect" in plain
    assert "The effect is the log2 fold change." in plain
    assert "put to the 19 pairs of training samples" in within
    assert "between ALL and AML within the same person?" in within
    assert "each of 19 persons gave one ALL and one AML sample" in within
    assert "between ALL and AML, all else in the model equal (Source and age)?" in equal
    assert "The effect is the log2 fold change, adjusted for Source and age." in equal
    assert "contributes: the class, Source and age. It was fitted by least squares to 38 samples" in equal


@pytest.mark.parametrize("section", [expression.section, diagnostics.section, methods.section])
def test_a_model_that_adjusts_is_stated_wherever_it_is_used(
    section: Callable[[Findings], Section], pairs: Findings, adjusted: Findings, findings: Findings
) -> None:
    for found in (pairs, adjusted):
        assert design_words.model(found) in prose(section(found))
    assert design_words.model(findings) == ""


def test_samples_that_were_averaged_are_not_called_patients(findings: Findings) -> None:
    fewer = dataclasses.replace(findings, design=findings.design.take(np.arange(4, 38)))
    assert design_words.whom(fewer) == "34 training samples, one of each person and class"
    assert design_words.whom(findings) == "38 training patients"


def test_effects_are_named_as_the_design_makes_them(pairs: Findings, adjusted: Findings) -> None:
    assert expression.top(adjusted).columns[3].heading == "Adjusted effect (95% interval)"
    assert "higher value, not adjusted for anything." in expression.top(adjusted).note
    assert "share of persons whose AML sample has the higher value." in expression.top(pairs).note


def test_limits_say_what_was_corrected_for(findings: Findings, pairs: Findings, adjusted: Findings) -> None:
    never = "Nothing was corrected for centre, batch, age"
    assert never in "\n".join(limits.standing(findings))
    for found, instead in (
        (pairs, "compare each person with themselves"),
        (adjusted, "adjusted for Source and age and"),
    ):
        said = "\n".join(limits.standing(found))
        assert never not in said
        assert instead in said
        assert "not corrected for anything" in said


# Nothing found


def test_a_study_that_finds_nothing_says_what_it_could_have_found(nothing: Findings, findings: Findings) -> None:
    said = prose(what_was_found(nothing))
    needed = nothing.diagnostics.detectable.effect[1]
    assert (
        f"With these patients, a gene of usual spread would have had to differ by {needed:.1f} (log2 fold change; "
        f"{2**needed:.1f}-fold) to be found with a chance of 80%."
    ) in said
    assert "the share of genes that do not differ is estimated at" in said
    assert "to be found with a chance" not in prose(what_was_found(findings))
    assert "To be found on its own, a gene needed a p-value of" in prose(diagnostics.section(nothing))
    assert "With the list as it is, a gene was found at p-values of up to" in prose(diagnostics.section(findings))


def test_a_share_of_all_genes_is_not_left_to_be_misread(findings: Findings) -> None:
    def share(smoother: float) -> str:
        checks = dataclasses.replace(findings.diagnostics, pi0_smoother=smoother, pi0_bootstrap=0.9)
        return within_reach.share_without_difference(dataclasses.replace(findings, diagnostics=checks))

    assert "100% would not mean that no gene differs" in share(1.0)
    assert "would not mean" not in share(0.9)
    assert "could not be estimated" in share(float("nan"))
    assert "not available" not in share(float("nan"))


def test_other_units_than_folds_are_not_called_folds(nothing: Findings) -> None:
    frame = nothing.genes.frame.assign(effect_unit="difference of intensities")
    other = dataclasses.replace(nothing, genes=dataclasses.replace(nothing.genes, frame=frame))
    assert "fold" not in within_reach.usual_gene(other)
    assert "difference of intensities" in within_reach.usual_gene(other)
    assert "fold" not in within_reach.usual_gene_briefly(other)


def test_what_could_not_be_worked_out_is_not_said(nothing: Findings) -> None:
    nowhere = dataclasses.replace(nothing.diagnostics.detectable, effect=(np.nan,) * 3)
    checks = dataclasses.replace(nothing.diagnostics, detectable=nowhere, pi0_smoother=np.nan)
    unknown = dataclasses.replace(nothing, diagnostics=checks)
    assert within_reach.usual_gene(unknown) == within_reach.usual_gene_briefly(unknown) == ""
    assert within_reach.spread(unknown) == within_reach.share_briefly(unknown) == ""
    assert "not available" not in prose(expression.section(unknown))


# Missing values


def test_n_is_shown_where_a_gene_lacks_values(findings: Findings, make_findings: Make) -> None:
    assert "n" not in [column.heading for column in expression.top(findings).columns]
    gappy = make_findings(missing=True)
    shown = expression.top(gappy)
    at = [column.heading for column in shown.columns].index("n")
    table = gappy.genes.frame.set_index("gene")
    for row in shown.rows:
        assert row[at] == f"{table.loc[bare(row[1]), 'n_negative']} + {table.loc[bare(row[1]), 'n_positive']}"
    assert len({row[at] for row in shown.rows}) > 1
    assert "genes with missing values were left out of them." in prose(diagnostics.section(gappy))


@pytest.mark.parametrize("symbols", [True, False])
@pytest.mark.parametrize("missing", [True, False])
def test_widths_of_the_first_genes_add_up(make_findings: Make, *, symbols: bool, missing: bool) -> None:
    found = make_findings(missing=missing)
    if not symbols:
        frame = found.genes.frame.assign(symbol="")
        table = dataclasses.replace(found.genes, frame=frame)
        found = dataclasses.replace(found, genes=table, evidence=found.evidence.assign(symbol=""))
    shown = expression.top(found)
    assert sum(float(column.width.removesuffix("%")) for column in shown.columns) == 100.0
    assert all(len(row) == len(shown.columns) for row in shown.rows)


def test_a_gene_that_could_not_be_tested_has_a_dash(findings: Findings) -> None:
    frame = findings.genes.frame.copy()
    first = frame["p_value"].idxmin()
    numbers = ["effect", "ci_low", "ci_high", "q_value", "auc", "auc_ci_low", "auc_ci_high"]
    frame.loc[first, numbers] = np.nan
    odd = dataclasses.replace(findings, genes=dataclasses.replace(findings.genes, frame=frame))
    row = next(row for row in expression.top(odd).rows if bare(row[1]) == frame.loc[first, "gene"])
    assert (row[3], row[5], row[6]) == ("—", "—", "—")
