"""How long names beside dots, and a folder of figures, take; run by `pytest tests/benchmarks --benchmark-only`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from interpret.report.blocks import Figure, Report, Section
from interpret.report.figures import style
from interpret.report.figures.labels import best_places
from interpret.report.figures.svg import Drawing, Point
from interpret.report.files.figures_folder import figures_folder
from interpret.report.render.documents import begin_to_draw

Benchmark = Callable[..., Any]


def dots(n: int) -> list[Point]:
    xy = np.random.default_rng(1).uniform(10, 270, size=(n, 2))
    return [(float(x), float(y)) for x, y in xy]


def test_twenty_names_among_three_thousand_dots(benchmark: Benchmark) -> None:
    spots = dots(3000)
    labels = [(point, f"GENE{i} (M{i}_s_at)") for i, point in enumerate(spots[:20])]
    benchmark(best_places, labels, (0.0, 0.0, style.FULL, 290.0), spots)


def test_ten_figures_as_svg_and_png(benchmark: Benchmark) -> None:
    drawing = Drawing(style.FULL, 290.0)
    drawing.dots(dots(3000), 1.5, style.NEGATIVE)
    drawing.text(20, 20, "Ten figures of three thousand dots")
    figure = Figure("Dots", drawing.svg(), "A caption.", "Three thousand dots.")
    sections = (Section("front", "Front", ()), Section("first", "First", (figure,) * 10))
    report = Report(*("A study", "kind", "An answer.", "Lede", "Research", "", "foot"), sections=sections)

    def written() -> None:
        list(begin_to_draw(figures_folder(report, None), None, "", map))

    benchmark.pedantic(written, rounds=3)
