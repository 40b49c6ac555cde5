"""Names beside dots: none covers another, none leaves its frame, on real, simulated and hostile studies."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from itertools import pairwise
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from interpret.data.demo import simulate_study
from interpret.data.study import Study
from interpret.report.figures import style
from interpret.report.figures.labels import Place, best_places, place_labels
from interpret.report.figures.svg import Drawing, Point, text_width
from interpret.report.figures.volcano import volcano
from interpret.report.findings import Findings
from interpret.settings import Settings
from interpret.stats.differential import differential_expression
from interpret.stats.gene_table import GeneTable
from interpret.stats.prepared_study import prepare_study

SVG = "{http://www.w3.org/2000/svg}"
FRAME = (0.0, 0.0, 400.0, 300.0)


def dots(n: int, low: float = 60.0, high: float = 240.0) -> list[Point]:
    random = np.random.default_rng(4)
    return [(float(x), float(y)) for x, y in random.uniform(low, high, size=(n, 2))]


def require_apart(places: list[Place], frame: tuple[float, float, float, float]) -> None:
    for i, place in enumerate(places):
        left, top, right, bottom = place.box
        assert frame[0] <= left <= right <= frame[2]
        assert frame[1] <= top <= bottom <= frame[3]
        for other in places[:i]:
            apart = left >= other.box[2] or other.box[0] >= right or top >= other.box[3] or other.box[1] >= bottom
            assert apart


def test_names_neither_cover_each_other_nor_leave_the_frame() -> None:
    spots = dots(25)
    placed = best_places([(p, f"GENE{i}") for i, p in enumerate(spots)], FRAME, spots)
    found = [place for place in placed if place is not None]
    assert len(found) >= 24
    require_apart(found, FRAME)


def test_a_name_keeps_off_dots_and_gets_a_leader_where_it_is_far() -> None:
    wall = [(100.0 + 3 * i, 100.0 + 3 * j) for i in range(-4, 5) for j in range(-4, 5)]
    (place,) = best_places([((100.0, 100.0), "GENE")], FRAME, wall)
    assert place is not None
    left, top, right, bottom = place.box
    assert not any(left <= x <= right and top <= y <= bottom for x, y in wall)
    assert place.leader is not None
    (x1, y1), (x2, y2) = place.leader
    assert np.hypot(x1 - 100, y1 - 100) == pytest.approx(2.0), "it starts at the edge of its dot"
    assert left <= x2 <= right
    assert top <= y2 <= bottom
    (alone,) = best_places([((100.0, 100.0), "GENE")], FRAME, [(100.0, 100.0)])
    assert alone is not None
    assert alone.leader is None


def test_leaders_do_not_cross() -> None:
    spots = dots(12, 140.0, 170.0)
    placed = best_places([(p, f"GENE{i}") for i, p in enumerate(spots)], FRAME, spots)
    lines = [place.leader for place in placed if place is not None and place.leader is not None]
    assert len(lines) >= 4
    for (a, b), (c, d) in pairwise(lines):
        turn = [(b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]) for x, y in (c, d)]
        back = [(d[0] - c[0]) * (y - c[1]) - (d[1] - c[1]) * (x - c[0]) for x, y in (a, b)]
        assert not (turn[0] * turn[1] < 0 and back[0] * back[1] < 0)


def test_what_has_no_place_is_left_out_and_what_matters_more_stays() -> None:
    frame = (0.0, 0.0, 60.0, 9.0)
    placed = best_places([((30.0, 4.0), "FIRST"), ((31.0, 4.0), "SECOND")], frame, [])
    assert placed[0] is not None
    assert placed[1] is None
    drawing = Drawing(60, 9)
    assert place_labels(drawing, [((30.0, 4.0), "FIRST"), ((31.0, 4.0), "SECOND")], frame, []) == 1
    assert "SECOND" not in drawing.svg()


def shown(findings: Findings, study: Study) -> Findings:
    """Return the findings with the genes of a study that was really tested."""
    settings = Settings.model_validate({"tests": {"maxt_permutations": 100}})
    question = prepare_study(study, settings).question
    stream = np.random.SeedSequence(0)
    found = differential_expression(question, study.annotation, None, settings.tests, stream)
    return dataclasses.replace(findings, genes=found.table)


def written(svg: str) -> list[tuple[float, float, float, float, str]]:
    """Return the box of each name in a volcano plot."""
    found = []
    for element in ET.fromstring(svg).iter(f"{SVG}text"):  # noqa: S314  our own output
        text, size = element.text or "", float(element.attrib["font-size"].removesuffix("px"))
        if size != style.SMALL or element.attrib.get("fill") != style.INK or "transform" in element.attrib:
            continue
        x, y, wide = float(element.attrib["x"]), float(element.attrib["y"]), text_width(text, size)
        left = x - wide if element.get("text-anchor") == "end" else x
        found.append((left, y - 0.75 * size, left + wide, y + 0.25 * size, text))
    return found


def require_legible(svg: str, at_least: int) -> None:
    boxes = written(svg)
    assert len(boxes) >= at_least
    for i, (left, top, right, bottom, text) in enumerate(boxes):
        assert left >= 42 - 0.1, text
        assert right <= style.FULL - 6 + 0.1, text
        assert top >= 20 - 0.1, text
        for other in boxes[:i]:
            apart = left >= other[2] or other[0] >= right or top >= other[3] or other[1] >= bottom
            assert apart, (text, other[4])


def named(findings: Findings, name: Callable[[int], str]) -> Findings:
    frame = findings.genes.frame
    symbols = pd.Series([name(i) for i in range(len(frame))], index=frame.index)
    evidence = findings.evidence.assign(symbol="")
    genes = findings.genes
    table = GeneTable(frame.assign(symbol=symbols), genes.columns, genes.df_prior, genes.s2_prior)
    return dataclasses.replace(findings, genes=table, evidence=evidence)


def test_on_the_simulated_study_and_with_names_of_60_letters(findings: Findings) -> None:
    demo = shown(findings, simulate_study(0))
    require_legible(volcano(demo).svg, 14)
    long = named(demo, lambda i: f"{i:04d}-{'W' * 55}")
    require_legible(volcano(long).svg, 5)
    require_legible(volcano(demo, low=True).svg, 12)


@pytest.mark.shared
def test_on_golub(findings: Findings, golub: Study) -> None:
    require_legible(volcano(shown(findings, golub)).svg, 18)
