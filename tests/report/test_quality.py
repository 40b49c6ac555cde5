"""What the report says of the arrays: doubtful ones, calls, libraries, the tree, and sexes that do not fit."""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Callable
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from report import sample_quality

from interpret.report.blocks import Block, Bullets, Callout, Columns, Figure, Table
from interpret.report.figures.arrays import arrays
from interpret.report.figures.dendrogram import dendrogram
from interpret.report.figures.sex import sex
from interpret.report.files.quality_json import quality_json
from interpret.report.files.tables import quality_csv
from interpret.report.findings import Findings
from interpret.report.quality_cautions import quality_cautions
from interpret.report.sections import quality, questions
from interpret.validation.array_quality import Doubt, Quality
from interpret.validation.quality import QUALITY_COLUMNS, SexOfClass
from interpret.validation.sex_check import CANNOT_TELL, SetLevels, SexCheck

Make = Callable[..., Findings]


def flat(blocks: tuple[Block, ...]) -> list[Block]:
    found: list[Block] = []
    for block in blocks:
        found += flat((block.left, block.right)) if isinstance(block, Columns) else [block]
    return found


def said(findings: Findings) -> str:
    return " ".join(
        item for block in quality.section(findings).blocks if isinstance(block, Bullets) for item in block.items
    )


def tables(findings: Findings) -> list[Table]:
    return [block for block in quality.section(findings).blocks if isinstance(block, Table)]


def with_sex(findings: Findings, **changed: object) -> Findings:
    found = dataclasses.replace(findings.arrays.sex, **changed)  # type: ignore[arg-type]
    return dataclasses.replace(findings, arrays=dataclasses.replace(findings.arrays, sex=found, sex_of_class=()))


def nothing_measured(sex_check: SexCheck) -> dict[str, object]:
    n = len(sex_check.calls)
    return {
        "xist": np.full(n, np.nan),
        "y": np.full(n, np.nan),
        "calls": (CANNOT_TELL,) * n,
        "xist_measured": False,
        "y_symbols": (),
        "levels": (SetLevels(None, None, "neither XIST nor the Y genes fall into two groups"),),
    }


def test_doubtful_arrays_are_named_worst_first_and_ringed(findings: Findings) -> None:
    assert "No array lies 5.0 robust standard deviations or more" in said(findings)
    doubt = Doubt("12", independent=False, rule="share of values at the floor", value=0.71, usual=0.46, spreads=9.1)
    other = Doubt("50", independent=True, rule="likeness to the other arrays", value=0.4, usual=1.1, spreads=-6.0)
    reads = Doubt("51", independent=True, rule="number of reads", value=20.0, usual=22.0, spreads=-6.0)
    asked = Quality((doubt, other, reads, *(doubt, other) * 4), (5.0,), ("median",), 72, ("independent",))
    odd = dataclasses.replace(findings, questioned=dataclasses.replace(findings.questioned, quality=asked))
    table = tables(odd)[0]
    assert table.rows[0] == ("12", "training", "Share of values at the floor", "71%", "46%", "+9.1")
    assert table.rows[1][-1] == "−6.0"  # noqa: RUF001  a true minus
    assert table.rows[2][3:5] == ("1,048,576", "4,194,304")
    assert "3 more findings in study.json" in table.note
    assert "12, 50 and 51 lie far from the rest" in said(odd)
    assert "Of the independent set there are too few arrays" in said(odd)
    drawn = arrays(odd)
    assert drawn.svg.count('data-marks="ring"') == 1
    assert "Ringed: three." in drawn.alt
    text = " ".join(p for b in questions.section(odd).blocks for p in getattr(b, "paragraphs", ()))
    assert "Three doubtful arrays" in text
    assert "see Quality of the arrays" in text


def test_samples_whose_sex_does_not_fit_are_named_in_careful_words(findings: Findings) -> None:
    names = [findings.display.samples[i] for i in np.flatnonzero(findings.arrays.sex.mismatched)]
    table = tables(findings)[-1]
    assert [row[0] for row in table.rows] == names == ["8", "46"]
    assert {row[3] for row in table.rows} | {row[4] for row in table.rows} == {"female", "male"}
    for word in ("mixed up", "wrongly entered", "lost", "donor", "cannot say which"):
        assert word in table.note
    assert f"Of {int(findings.arrays.sex.compared.sum())} that could be compared with column Gender" in said(findings)
    drawn = sex(findings)
    texts = [element.text for element in ET.fromstring(drawn.svg).iter() if element.tag.endswith("text")]  # noqa: S314  our own output
    assert set(names) <= set(texts)


def test_what_the_sheet_does_not_say_is_not_compared(findings: Findings) -> None:
    n = len(findings.display.samples)
    unsaid = with_sex(findings, column="", sheet=("",) * n)
    assert "The sheet does not say the sex" in said(unsaid)
    coded = with_sex(findings, column="", sheet=("",) * n, unread="sex")
    assert "Column sex of the sheet was not understood" in said(coded)
    assert not [table for table in tables(coded) if "sex" in table.caption]


def test_what_cannot_be_looked_at_is_said(findings: Findings) -> None:
    unmarked = with_sex(findings, **nothing_measured(findings.arrays.sex))
    blocks = flat(quality.section(unmarked).blocks)
    [note] = [block for block in blocks if isinstance(block, Callout)]
    assert "the sex could not be checked" in note.text
    assert "Whose sex" not in said(unmarked)
    assert len([block for block in blocks if isinstance(block, Figure)]) == 4
    alike = with_sex(findings, **{**nothing_measured(findings.arrays.sex), "y_symbols": ("ZFY",)})
    assert "all may be of one sex, or these genes are not measured well here" in said(alike)
    assert sex(alike).svg


def test_counts_take_the_place_of_calls(findings: Findings) -> None:
    counted = sample_quality.with_counts(findings)
    assert "The values are counts: 900,000 to" in said(counted)
    titles = [block.title for block in flat(quality.section(counted).blocks) if isinstance(block, Figure)]
    assert "Reads and silent genes" in titles


def test_the_tree_says_what_it_parts_and_names_an_array_that_stands_alone(findings: Findings) -> None:
    tree = findings.arrays.tree
    sides = [int((tree.halves == side).sum()) for side in (0, 1)]
    assert all(f"{size} arrays" in dendrogram(findings).alt for size in sides)
    alone = dataclasses.replace(tree, halves=(np.arange(tree.halves.size) == 4).astype(np.int64))
    lonely = dataclasses.replace(findings, arrays=dataclasses.replace(findings.arrays, tree=alone))
    assert f"array {findings.display.samples[4]} stands alone" in said(lonely)


def test_cautions_are_for_page_1_only_where_the_sheet_as_a_whole_is_in_question(findings: Findings) -> None:
    quality_of = findings.arrays
    [caution] = [each for each in quality_cautions(quality_of) if each.key == "sex_mismatch"]
    assert caution.weight == "limit"
    assert "(8 and 46)" in caution.text
    n = len(quality_of.sex.calls)
    swapped = {"female": "male", "male": "female", CANNOT_TELL: ""}
    sheet = tuple(swapped[call] if i % 3 == 0 else call for i, call in enumerate(quality_of.sex.calls))
    many = dataclasses.replace(quality_of, sex=dataclasses.replace(quality_of.sex, sheet=sheet))
    [caution] = [each for each in quality_cautions(many) if each.key == "sex_mismatch"]
    assert caution.weight == "page1"
    fits = dataclasses.replace(quality_of.sex, sheet=("",) * n)
    linked = dataclasses.replace(quality_of, sex=fits, sex_of_class=(SexOfClass(False, (9, 0), (0, 9), 1e-4),))  # noqa: FBT003  a row of a table
    assert [each.key for each in quality_cautions(linked)] == ["sex_with_class"]


def test_quality_csv_has_a_declared_row_a_sample_and_study_json_the_rest(findings: Findings) -> None:
    frame = pd.read_csv(io.BytesIO(quality_csv(findings)), dtype={"sample": str})
    assert list(frame.columns) == [column.name for column in QUALITY_COLUMNS]
    assert tuple(frame["sample"]) == findings.display.samples
    told = json.loads(json.dumps(quality_json(findings.arrays)))
    assert told["sex"]["do_not_fit"] == ["8", "46"]
    assert sorted(told["tree"]["order"]) == sorted(findings.display.samples)


@pytest.mark.parametrize("n", [6, 500])
def test_few_arrays_and_many_are_drawn(findings: Findings, n: int) -> None:
    """Six and 500 arrays: every one is a mark, and no drawing grows."""
    wide = resized(findings, n)
    for block in flat(quality.section(wide).blocks):
        if isinstance(block, Figure):
            height = float(ET.fromstring(block.svg).attrib["viewBox"].split()[3])  # noqa: S314  our own output
            assert height <= 160
            assert len(block.svg) < 120_000
    assert dendrogram(wide).svg.count("V") >= n


def resized(findings: Findings, n: int) -> Findings:
    """Return findings whose arrays are the first `n`, or all of them again and again."""
    rows = np.arange(n) * len(findings.display.samples) // n if n < 72 else np.arange(n) % 72
    display, found = findings.display, findings.arrays
    from interpret.validation.clustering import array_tree, correlation_distance  # noqa: PLC0415  in this test alone

    random = np.random.default_rng(1)
    values = random.normal(size=(n, 30))
    smaller = dataclasses.replace(
        display,
        samples=tuple(f"s{i}" for i in range(n)),
        positive=display.positive[rows],
        independent=display.independent[rows],
        array_quantiles=display.array_quantiles[rows],
        component_scores=display.component_scores[rows],
    )
    check = dataclasses.replace(
        found.sex,
        xist=found.sex.xist[rows],
        y=found.sex.y[rows],
        **{name: tuple(getattr(found.sex, name)[i] for i in rows) for name in ("calls", "doubts", "sheet")},
    )
    arrays_of = dataclasses.replace(
        found,
        table=found.table.iloc[rows].reset_index(drop=True),
        tree=array_tree(correlation_distance(values, values.mean(axis=0)), values[:, 0]),
        sex=check,
    )
    return dataclasses.replace(findings, display=smaller, arrays=arrays_of)


def test_variants_have_their_section(make_findings: Make) -> None:
    for found in (make_findings(independent=False), make_findings(covariates=False), make_findings(missing=True)):
        assert said(found)
