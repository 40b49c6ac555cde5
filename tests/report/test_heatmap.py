"""The heat map: who is joined with whom without the classes, and what the sample sheet says above the columns."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from interpret.report.blocks import Figure
from interpret.report.figures import style
from interpret.report.figures.heatmap import heatmap
from interpret.report.figures.heatmap_bars import HEIGHT, MOST, keys, sheet_bars
from interpret.report.figures.joints import draw_joints
from interpret.report.figures.svg import Drawing
from interpret.report.findings import Findings
from interpret.validation.clustering import array_tree

Make = Callable[..., Findings]
SVG = "{http://www.w3.org/2000/svg}"


def paths(figure: Figure, fill: str) -> list[str]:
    top = ET.fromstring(figure.svg)  # noqa: S314  our own output
    return [element.attrib["d"] for element in top.iter(f"{SVG}path") if element.get("fill") == fill]


def cells(figure: Figure) -> list[list[str]]:
    return [paths(figure, colour) for colour in style.RAMP]


def texts(figure: Figure) -> list[str]:
    return [element.text or "" for element in ET.fromstring(figure.svg).iter(f"{SVG}text")]  # noqa: S314  our own


def test_each_set_stands_by_itself_under_its_size(findings: Findings, make_findings: Make) -> None:
    assert {"Training, 38", "Independent, 34", "class"} <= set(texts(heatmap(findings)))
    alone = texts(heatmap(make_findings(independent=False)))
    assert "Training, 38" in alone
    assert not any("Independent" in text for text in alone)


def test_no_tree_is_told_the_classes(findings: Findings) -> None:
    display = findings.display
    dealt = dataclasses.replace(display, positive=np.random.default_rng(0).permutation(display.positive))
    assert cells(heatmap(dataclasses.replace(findings, display=dealt))) == cells(heatmap(findings))


def test_the_order_of_the_samples_in_the_file_changes_nothing(findings: Findings) -> None:
    display = findings.display
    order = np.r_[np.arange(38)[::-1], 38 + np.arange(34)[::-1]]
    turned = dataclasses.replace(
        display,
        top_values=display.top_values[order],
        samples=tuple(display.samples[i] for i in order),
        positive=display.positive[order],
        independent=display.independent[order],
    )
    other = dataclasses.replace(findings, display=turned, covariates=findings.covariates.iloc[order])
    assert heatmap(other).svg == heatmap(findings).svg


def test_every_sample_has_its_class_and_the_positive_one_a_notch(findings: Findings) -> None:
    figure, positive = heatmap(findings), findings.display.positive
    for each in (False, True):
        (drawn, legend) = paths(figure, style.class_colour(positive=each))
        assert drawn.count("M") == int((positive == each).sum())
        assert legend.count("M") == 1
    notched = [d for d in paths(figure, style.PAPER) if d.count("M") > 1]
    assert [d.count("M") for d in notched] == [int(positive.sum())]


def test_bars_are_the_columns_that_go_most_with_the_class_and_no_results(findings: Findings) -> None:
    bars = sheet_bars(findings)
    assert 1 <= len(bars) <= MOST
    assert bars[0].name == "Source"
    assert not {bar.name for bar in bars} & set(findings.identifiability.results)
    for bar in bars:
        known = findings.covariates[bar.name].notna().to_numpy()
        assert np.array_equal(np.isfinite(bar.heights), known)
        assert np.nanmax(bar.heights) == 1.0
        assert np.nanmin(bar.heights) > 0.0, "the smallest value is told from an unknown one"


def test_a_number_is_drawn_as_high_as_it_is_and_a_level_by_its_place(findings: Findings) -> None:
    bars = {bar.name: bar for bar in sheet_bars(findings)}
    age = findings.covariates["age"].to_numpy(dtype=np.float64)
    assert np.array_equal(np.argsort(bars["age"].heights, kind="stable"), np.argsort(age, kind="stable"))
    assert [text for _, text in bars["age"].legend] == [f"{np.nanmin(age):g}", f"{np.nanmax(age):g}"]
    figure = heatmap(findings)
    grey = [d for d in paths(figure, style.MUTED) if d.count("M") == int(np.isfinite(age).sum())]
    heights = sorted(float(high) for d in grey for high in re.findall(r"v([\d.]+)h", d))
    assert heights[0] >= 0.19 * HEIGHT
    assert heights[-1] == HEIGHT


def test_a_column_of_one_value_or_of_too_many_is_left_out(findings: Findings) -> None:
    sheet = findings.covariates.assign(Source="here", Gender=[f"no {i % 9}" for i in range(72)])
    assert [bar.name for bar in sheet_bars(dataclasses.replace(findings, covariates=sheet))] == ["age"]
    bare = dataclasses.replace(findings, covariates=pd.DataFrame(index=sheet.index))
    assert sheet_bars(bare) == []
    assert "class" in texts(heatmap(bare))


def test_the_legend_breaks_where_a_line_is_full(findings: Findings) -> None:
    bars = sheet_bars(findings)
    assert len(keys(findings, bars)) == 1
    long = [dataclasses.replace(bar, legend=tuple((h, "a level of long name") for h, _ in bar.legend)) for bar in bars]
    for line in (lines := keys(findings, long)):
        assert sum(key.width for key in line) <= style.FULL
    assert len(lines) > 1


def test_joints_end_at_their_leaves_and_are_as_far_as_the_root_of_their_distance() -> None:
    distance = np.array([[0.0, 0.25, 1.0], [0.25, 0.0, 1.0], [1.0, 1.0, 0.0]])
    tree = array_tree(distance, np.arange(3.0))
    drawing = Drawing(100, 100)
    draw_joints(drawing, tree, np.array([10.0, 20.0, 40.0]), 90.0, 80.0, upright=True)
    numbers = [float(text) for text in re.findall(r"[\d.]+", drawing.body().split("fill")[0])]
    corners = [*(10, 90), *(10, 50), *(20, 50), *(20, 90), *(15, 50), *(15, 10), *(40, 10), *(40, 90)]
    assert numbers == pytest.approx(corners)
