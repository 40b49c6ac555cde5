"""Every figure: well formed, the same twice, escaped, described, and drawing what the findings say."""

from __future__ import annotations

import dataclasses
import logging
import re
import time
from collections.abc import Callable
from itertools import pairwise
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from report import sample_beside, sample_dossiers, sample_quality, sample_sets

from interpret.data.cohort import Labels
from interpret.explain.attribution import Attribution
from interpret.report.blocks import Columns, Figure
from interpret.report.figures import style
from interpret.report.figures.arrays import arrays
from interpret.report.figures.barcode import barcodes
from interpret.report.figures.beeswarm import beeswarm, leading_genes, relative_rank
from interpret.report.figures.block_map import block_map
from interpret.report.figures.calibration import calibration
from interpret.report.figures.calls import calls
from interpret.report.figures.certainty import certainty, swarm
from interpret.report.figures.comparison import comparison, panels
from interpret.report.figures.components import components
from interpret.report.figures.decision_curve import decision
from interpret.report.figures.dendrogram import dendrogram
from interpret.report.figures.evidence import evidence
from interpret.report.figures.genes import gene_labels
from interpret.report.figures.heatmap import heatmap, standardised
from interpret.report.figures.libraries import libraries
from interpret.report.figures.library_bars import library_bars
from interpret.report.figures.marks import patient_marks
from interpret.report.figures.mean_difference import mean_difference
from interpret.report.figures.mean_variance import mean_variance, spread_ticks
from interpret.report.figures.nearest import nearest
from interpret.report.figures.p_values import p_values
from interpret.report.figures.panel import panel as every_model_drawn
from interpret.report.figures.patients import calls_of
from interpret.report.figures.permuted import permuted
from interpret.report.figures.position import position
from interpret.report.figures.present import present
from interpret.report.figures.quantiles import places, quantiles
from interpret.report.figures.roc import roc
from interpret.report.figures.roc import steps as roc_steps
from interpret.report.figures.sex import sex
from interpret.report.figures.svg import escape, number, shorten, text_width
from interpret.report.figures.ticks import round_steps
from interpret.report.figures.top_genes import leading_rows, top_genes
from interpret.report.figures.top_share import top_share
from interpret.report.figures.tree import tree
from interpret.report.figures.volcano import volcano
from interpret.report.figures.voom_trend import voom_trend
from interpret.report.figures.waterfall import steps, waterfall
from interpret.report.findings import Findings, ModelFindings
from interpret.report.voting import voting
from interpret.stats.gene_table import GeneTable

HOSTILE = '<script>alert(1)</script>&"'
SVG = "{http://www.w3.org/2000/svg}"
TAGS = {SVG + tag for tag in ("svg", "path", "rect", "text", "line")}
ONE = "sparse-logistic"


def drawn_trend(findings: Findings) -> Figure:
    trend = sample_quality.with_counts(findings).diagnostics.counts_trend
    assert trend is not None
    return voom_trend(findings, trend)


FIGURES: dict[str, Callable[[Findings], Figure]] = {
    "patient_marks": patient_marks,
    "certainty": certainty,
    "volcano": volcano,
    "p_values": p_values,
    "mean_difference": mean_difference,
    "quantiles": quantiles,
    "mean_variance": mean_variance,
    "heatmap": heatmap,
    "components": components,
    "arrays": arrays,
    "dendrogram": dendrogram,
    "present": present,
    "sex": sex,
    "libraries": lambda f: libraries(sample_quality.with_counts(f)),
    "library_bars": lambda f: library_bars(sample_quality.with_counts(f)),
    "top_share": lambda f: top_share(sample_quality.with_counts(f)),
    "voom_trend": drawn_trend,
    "calls": calls,
    "roc": roc,
    "comparison": comparison,
    "calibration": calibration,
    "decision_curve": decision,
    "permuted": permuted,
    "panel": every_model_drawn,
    "strengths": lambda f: next(b.right for b in voting(f) if isinstance(b, Columns)),
    "tree": lambda f: tree(f)[0],
    "tree_deep": lambda f: tree(sample_beside.with_tree(f, sample_beside.deep_tree()))[0],
    "tree_leaf": lambda f: tree(sample_beside.with_tree(f, sample_beside.leaf(27, 11)))[0],
    "beeswarm": lambda f: beeswarm(f, f.models[0].name),
    "beeswarm_forest": lambda f: beeswarm(f, f.models[1].name),
    "top_genes": lambda f: top_genes(f, f.models[0].name),
    "evidence": evidence,
    "waterfall": lambda f: waterfall(f, f.models[0].name, "loo", f.models[0].attribution["loo"].samples[3]),
    "waterfall_forest": lambda f: waterfall(f, f.models[1].name, "loo", f.models[1].attribution["loo"].samples[3]),
    "block_map": lambda f: block_map(f, f.blocks.weights[0]),
    "barcode": lambda f: barcodes(f, sample_sets.answered(f), [0, 1]),
    "nearest": lambda f: nearest(f, "loo", f.models[0].attribution["loo"].samples[3]),
    "position": lambda f: position(f, "loo", f.models[0].attribution["loo"].samples[3]),
}


@pytest.fixture(scope="module")
def drawn(findings: Findings) -> dict[str, Figure]:
    return {name: draw(findings) for name, draw in FIGURES.items()}


@pytest.fixture(scope="module")
def hostile(findings: Findings) -> Findings:
    return renamed(findings, HOSTILE)


@pytest.fixture(scope="module")
def variants(make_findings: Callable[..., Findings]) -> dict[str, Findings]:
    long = Labels("acute lymphoblastic leukaemia", "acute myeloid leukaemia with maturation")
    return {
        "nothing": make_findings(signal=0.0),
        "alone": make_findings(independent=False),
        "long": make_findings(labels=long),
        "pairs": make_findings(design="pairs", sizes=(19, 19)),
        "covariates": make_findings(design="covariates"),
        "gaps": make_findings(missing=True),
    }


def renamed(findings: Findings, tail: str) -> Findings:
    """Return findings whose genes, symbols, samples, labels and models all carry `tail`."""

    def each(names: pd.Series) -> pd.Series:
        return names.astype(str) + tail

    labels = Labels(findings.labels.negative + tail, findings.labels.positive + tail)
    tables = {}
    for name in ("predictions", "explanations", "suspects"):
        frame = getattr(findings, name).copy()
        for column in {"sample", "truth", "argmax_call", "gene"} & set(frame.columns):
            frame[column] = each(frame[column])
        certain = frame["call"] != "uncertain" if "call" in frame else None
        if certain is not None:
            frame.loc[certain, "call"] = each(frame.loc[certain, "call"])
        tables[name] = frame
    genes = findings.genes.frame.assign(
        gene=each(findings.genes.frame["gene"]), symbol=each(findings.genes.frame["symbol"])
    )
    evidence = findings.evidence.assign(gene=each(findings.evidence["gene"]))
    display = dataclasses.replace(
        findings.display,
        top_genes=tuple(g + tail for g in findings.display.top_genes),
        samples=tuple(s + tail for s in findings.display.samples),
    )
    return dataclasses.replace(
        findings,
        labels=labels,
        genes=GeneTable(genes, findings.genes.columns, findings.genes.df_prior, findings.genes.s2_prior),
        evidence=evidence,
        display=display,
        dossiers=sample_dossiers.renamed(findings.dossiers, tail),
        models=tuple(_renamed_model(model, tail) for model in findings.models),
        **tables,
    )


def _renamed_model(model: ModelFindings, tail: str) -> ModelFindings:
    attribution = {
        part: Attribution(
            *(each.values, each.used, each.expression, each.baseline, each.output),
            [gene + tail for gene in each.genes],
            [sample + tail for sample in each.samples],
            each.model_ids,
            each.unit,
        )
        for part, each in model.attribution.items()
    }
    return dataclasses.replace(model, title=model.title + tail, attribution=attribution)


def root(figure: Figure) -> ET.Element:
    return ET.fromstring(figure.svg)  # noqa: S314  our own output


def marks(figure: Figure, kind: str) -> int:
    """Count the marks of a kind: subpaths of its paths, or elements."""
    found = 0
    for element in root(figure).iter():
        if element.get("data-marks") == kind:
            found += element.get("d", "M").count("M")
    return found


def texts(figure: Figure) -> list[str]:
    return [element.text or "" for element in root(figure).iter(f"{SVG}text")]


@pytest.mark.parametrize("name", FIGURES)
def test_one_root_with_a_view_box_and_nothing_from_outside(drawn: dict[str, Figure], name: str) -> None:
    figure = drawn[name]
    top = root(figure)
    assert figure.svg.startswith("<svg ")
    assert top.tag == f"{SVG}svg"
    _, _, width, height = (float(part) for part in top.attrib["viewBox"].split())
    assert width in {style.FULL, style.HALF}
    assert width == (style.HALF if figure.share == 0.5 else style.FULL)
    assert 20 < height < 700
    assert not {"width", "height", "id"} & set(top.attrib)
    for element in top.iter():
        assert element.tag in TAGS
        assert not {"id", "style", "href", "class"} & {key.rpartition("}")[2] for key in element.attrib}
    assert figure.svg.count("font-family") == 1
    assert top.attrib["font-family"].replace("'", '"').split(",") == ['"Inter Report"', '"DejaVu Sans"', "sans-serif"]
    assert "url(" not in figure.svg
    assert re.search(r"\bnan\b|\binf\b", figure.svg) is None


@pytest.mark.parametrize("name", FIGURES)
def test_same_bytes_twice(findings: Findings, drawn: dict[str, Figure], name: str) -> None:
    assert FIGURES[name](findings) == drawn[name]


def level_texts(figure: Figure) -> list[tuple[float, float, float, float, str]]:
    """Return left, top, right, bottom and text of every text that is not turned, rather too wide than too narrow."""
    found = []
    for element in root(figure).iter(f"{SVG}text"):
        if "transform" in element.attrib:
            continue
        x, y = float(element.attrib["x"]), float(element.attrib["y"])
        size = float(element.attrib["font-size"].removesuffix("px"))
        wide = text_width(element.text or "", size, bold="font-weight" in element.attrib)
        left = x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[element.get("text-anchor", "start")]
        found.append((left, y - 0.72 * size, left + wide, y + 0.2 * size, element.text or ""))
    return found


@pytest.mark.parametrize("name", FIGURES)
def test_texts_stay_on_the_page_and_off_each_other(drawn: dict[str, Figure], name: str) -> None:
    figure = drawn[name]
    _, _, width, height = (float(part) for part in root(figure).attrib["viewBox"].split())
    boxes = level_texts(figure)
    assert boxes
    for i, (left, top, right, bottom, text) in enumerate(boxes):
        assert left > -3, text
        assert right < width + 6, text
        assert top > -1, text
        assert bottom < height + 2, text
        for other in boxes[:i]:
            apart = left >= other[2] or other[0] >= right or top >= other[3] or other[1] >= bottom
            assert apart, (text, other[4])


@pytest.mark.parametrize("name", FIGURES)
def test_says_how_to_read_it_and_what_it_shows(findings: Findings, drawn: dict[str, Figure], name: str) -> None:
    figure = drawn[name]
    assert figure.title
    assert figure.caption.endswith(".")
    assert len(figure.caption) > 60
    assert len(figure.alt) > 60
    assert re.search(r"\d|[a-z] wrong", figure.alt), "an alt text gives numbers"
    assert findings.labels.positive in figure.alt + figure.caption or name in {"p_values", "permuted"} | {
        "comparison", "top_genes", "arrays", "sex", "libraries", "library_bars", "heatmap", "mean_variance", "panel",
        "strengths",
    }  # fmt: skip


@pytest.mark.parametrize("name", FIGURES)
def test_tells_who_has_not_seen_its_kind_how_to_read_it(drawn: dict[str, Figure], name: str) -> None:
    said = drawn[name].how_to_read
    sentences = re.findall(r"[^.]+\.(?: |$)", said)
    assert len(sentences) == 3
    assert sentences[0].startswith(("Each ", "The large mark "))
    assert sentences[1].startswith("Look "), "where to look"
    assert re.search(r"\b(no|not|nor|neither|cannot|little|only|few|less|expected|chance|share|part)\b", sentences[2])
    assert not re.search(r"\d", said), "what was found stands in the caption"
    assert "patient" not in said, "some studies have samples of the same person"


@pytest.mark.parametrize("name", FIGURES)
def test_hostile_names_are_text(hostile: Findings, name: str) -> None:
    figure = FIGURES[name](hostile)
    assert "<script" not in figure.svg
    assert {element.tag for element in root(figure).iter()} <= {
        SVG + t for t in ("svg", "path", "rect", "text", "line")
    }
    names_shown = {"patient_marks", "certainty", "volcano", "calls", "waterfall", "heatmap", "position", "beeswarm"}
    if name in names_shown:
        assert any("<" in text for text in texts(figure)), "the name itself is still shown"


@pytest.mark.parametrize("name", ["beeswarm", "patient_marks", "certainty", "position", "waterfall", "top_genes"])
def test_says_that_no_model_saw_the_patient(drawn: dict[str, Figure], name: str) -> None:
    assert "never saw" in drawn[name].caption


def test_readers_matplotlib_settings_neither_matter_nor_change(findings: Findings, drawn: dict[str, Figure]) -> None:
    with mpl.rc_context({"font.size": 30.0, "axes.grid": False, "svg.fonttype": "path", "axes.facecolor": "red"}):
        before = dict(mpl.rcParams)
        assert roc(findings) == drawn["roc"]
        assert dict(mpl.rcParams) == before


def test_no_font_is_missed(findings: Findings, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        volcano(findings)
        roc(findings)
    assert not caplog.records


def test_page_one_marks_every_left_out_patient_once(findings: Findings, drawn: dict[str, Figure]) -> None:
    told = calls_of(findings, ONE, "loo")
    figure = drawn["patient_marks"]
    for positive, name in ((False, "negative"), (True, "positive")):
        mine = told.positive == positive
        assert marks(figure, f"{name} right") == int((mine & told.right).sum())
        assert marks(figure, f"{name} wrong") == int((mine & ~told.right).sum())
        label = findings.labels.name(positive=positive)
        assert f"{label}: {int((mine & told.right).sum())} of {int(mine.sum())} called correctly" in texts(figure)
    assert marks(figure, "cross") == int((~told.right).sum()) > 0


def test_page_one_marks_shrink_until_500_patients_fit(findings: Findings) -> None:
    rows = findings.predictions
    rows = rows[(rows["model"] == ONE) & (rows["set"] == "loo")]
    many = pd.concat([rows] * 14, ignore_index=True).head(500)
    many["sample"] = [f"P{i}" for i in range(500)]
    wide = dataclasses.replace(findings, predictions=many)
    for figure in (patient_marks(wide), certainty(wide)):
        counted = sum(marks(figure, f"{c} {r}") for c in ("negative", "positive") for r in ("right", "wrong"))
        assert counted == 500
        assert float(root(figure).attrib["viewBox"].split()[3]) < 240


def test_certainty_puts_every_patient_at_their_probability(findings: Findings, drawn: dict[str, Figure]) -> None:
    told = calls_of(findings, ONE, "loo")
    figure = drawn["certainty"]
    counted = {
        kind: marks(figure, kind) for kind in ("negative right", "negative wrong", "positive right", "positive wrong")
    }
    assert sum(counted.values()) == told.n
    assert counted["positive wrong"] == int((told.positive & ~told.right).sum())
    assert marks(figure, "ring") == int(told.uncertain.sum()) > 0


def apart(places: list[tuple[float, float]]) -> float:
    """Return the distance between the two nearest dots."""
    xy = np.array(places)
    return float((np.hypot(*(xy[:, None] - xy).transpose(2, 0, 1)) + 99 * np.eye(len(xy))).min())


def test_swarm_keeps_x_where_there_is_room_and_never_covers_a_dot() -> None:
    probability = np.repeat(np.linspace(0.0, 1.0, 21), 4)
    places, moved = swarm(probability, 50.0, 2.5)
    xy = np.array(places)
    assert np.allclose(np.diff(xy[:, 0][::4]), (xy[-1, 0] - xy[0, 0]) / 20)
    assert moved == 0.0
    assert apart(places) >= 5.0


def test_swarm_moves_dots_inwards_where_all_say_the_same_and_says_how_far() -> None:
    probability = np.repeat([0.0, 1.0], 30)
    places, moved = swarm(probability, 50.0, 2.5, reach=20.0)
    xy = np.array(places)
    low, high = xy[:30], xy[30:]
    assert apart(places) >= 5.0
    assert np.abs(xy[:, 1] - 50.0).max() + 2.5 <= 20.0
    assert moved == pytest.approx(np.ptp(low[:, 0])) == pytest.approx(np.ptp(high[:, 0]))
    assert low[:, 0].max() < high[:, 0].min()


def test_volcano_draws_every_gene_in_the_colour_of_its_call(findings: Findings, drawn: dict[str, Figure]) -> None:
    called = findings.genes.called(0.05)
    up, down = int((called["effect"] > 0).sum()), int((called["effect"] < 0).sum())
    for figure in (drawn["volcano"], drawn["mean_difference"]):
        assert marks(figure, "higher in positive") == up > 0
        assert marks(figure, "higher in negative") == down > 0
        assert marks(figure, "not called") == len(findings.genes.frame) - up - down
    named = set(gene_labels(findings, list(called["gene"][:8])))
    assert len(named & set(texts(drawn["volcano"]))) >= 7


def test_p_value_bars_add_up(findings: Findings, drawn: dict[str, Figure]) -> None:
    p = findings.genes.frame["p_value"]
    assert marks(drawn["p_values"], "bin") == np.count_nonzero(np.histogram(p, 20, (0, 1))[0])
    assert f"{int((p <= 0.05).sum())} are at most 0.05" in drawn["p_values"].alt
    bars = [e for e in root(drawn["p_values"]).iter(f"{SVG}rect") if e.get("data-marks") == "bin"]
    heights = np.array([float(bar.attrib["height"]) for bar in bars])
    counts = np.histogram(p, 20, (0, 1))[0]
    assert np.allclose(heights / heights.sum(), counts[counts > 0] / counts.sum(), atol=1e-3)


def horizontal(figure: Figure) -> list[tuple[float, str]]:
    """Return height and dash of every level line that crosses the axes."""
    lines = [e.attrib for e in root(figure).iter(f"{SVG}line")]
    return [
        (float(e["y1"]), e.get("stroke-dasharray", ""))
        for e in lines
        if e["y1"] == e["y2"] and float(e["x2"]) - float(e["x1"]) > 150
    ]


def test_p_value_levels_stand_at_what_is_expected_and_at_pi0_of_it(
    findings: Findings, drawn: dict[str, Figure]
) -> None:
    (expected, dashed), (without, solid) = horizontal(drawn["p_values"])
    bars = [e for e in root(drawn["p_values"]).iter(f"{SVG}rect") if e.get("data-marks") == "bin"]
    floor = float(bars[0].attrib["y"]) + float(bars[0].attrib["height"])
    counts = np.histogram(findings.genes.frame["p_value"], 20, (0, 1))[0]
    unit = float(bars[0].attrib["height"]) / counts[counts > 0][0]  # points a gene
    assert (dashed, solid) == ("4 2.4", "")
    assert (floor - expected) / unit == pytest.approx(300 / 20, abs=0.1)
    assert (floor - without) / unit == pytest.approx(findings.diagnostics.pi0_smoother * 300 / 20, abs=0.1)
    for pi0 in (findings.diagnostics.pi0_smoother, findings.diagnostics.pi0_bootstrap):
        assert f"{100 * pi0:.0f}%" in drawn["p_values"].alt
    unknown = dataclasses.replace(findings.diagnostics, pi0_smoother=np.nan)
    assert len(horizontal(p_values(dataclasses.replace(findings, diagnostics=unknown)))) == 1


def test_quantiles_hold_each_place_against_its_own_chance(findings: Findings, drawn: dict[str, Figure]) -> None:
    found = findings.diagnostics.resampled
    assert found is not None
    place, low, middle, high, observed = places(found)
    sizes = np.sort(np.abs(found.statistic))[::-1]
    assert np.array_equal(observed, sizes[place.astype(int) - 1])
    assert np.array_equal([low, middle, high], found.chance)
    outside = int(((observed > high) | (observed < low)).sum())
    assert marks(drawn["quantiles"], "outside chance") == outside > 0
    assert marks(drawn["quantiles"], "within chance") == place.size - outside > 0
    assert marks(drawn["quantiles"], "band") == 1


def test_quantiles_leave_out_genes_that_were_not_permuted(variants: dict[str, Findings]) -> None:
    found = variants["gaps"].diagnostics.resampled
    assert found is not None
    assert np.isnan(found.statistic).sum() == found.left_out > 0
    place, *_, observed = places(found)
    assert np.isfinite(observed).all()
    assert place.max() <= np.isfinite(found.statistic).sum()


def test_quantiles_say_what_was_shuffled(variants: dict[str, Findings], drawn: dict[str, Figure]) -> None:
    assert "when who is AML is dealt out at random. Up" in drawn["quantiles"].caption
    assert "when the two samples of a person are swapped at random" in quantiles(variants["pairs"]).caption
    assert "when what the model without the class leaves is shuffled" in quantiles(variants["covariates"]).caption


def test_quantiles_without_permutations_are_not_drawn(findings: Findings) -> None:
    checks = dataclasses.replace(findings.diagnostics, resampled=None)
    with pytest.raises(ValueError, match="no permutations"):
        quantiles(dataclasses.replace(findings, diagnostics=checks))


def test_nothing_to_find_stays_within_the_band_of_chance(variants: dict[str, Findings]) -> None:
    assert "0 lie above the 95% band" in quantiles(variants["nothing"]).alt


def test_mean_variance_draws_every_gene_that_varies_with_both_priors(
    findings: Findings, drawn: dict[str, Figure]
) -> None:
    assert marks(drawn["mean_variance"], "gene") == len(findings.genes.frame)
    assert f"{np.sqrt(findings.genes.s2_prior):.3f}" in drawn["mean_variance"].alt
    sd, trend = findings.diagnostics.sd.copy(), findings.diagnostics.prior_sd.copy()
    sd[:3] = (0.0, 1e-16, np.nan)
    trend[5] = np.nan
    checks = dataclasses.replace(findings.diagnostics, sd=sd, prior_sd=trend)
    odd = mean_variance(dataclasses.replace(findings, diagnostics=checks))
    assert marks(odd, "gene") == len(sd) - 3
    assert "3 genes of no spread or without a variance not drawn." in odd.caption
    nowhere = dataclasses.replace(checks, prior_sd=np.full_like(trend, np.nan))
    assert "follows the mean runs" not in mean_variance(dataclasses.replace(findings, diagnostics=nowhere)).alt


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0.3, 3.0, [0.5, 1.0, 2.0]), (0.04, 0.3, [0.05, 0.1, 0.2]), (0.0011, 900.0, [10.0**k for k in range(-2, 3)])],
)
def test_spread_ticks_are_round(low: float, high: float, expected: list[float]) -> None:
    assert spread_ticks(low, high) == pytest.approx(expected)


def test_missing_values_leave_a_cell_empty_and_count_in_no_mean(variants: dict[str, Findings]) -> None:
    gappy = variants["gaps"]
    empty = int(np.isnan(gappy.display.top_values[:, :30]).sum())
    figure = heatmap(gappy)
    cells = sum(e.get("d", "").count("M") for e in root(figure).iter(f"{SVG}path") if e.get("fill") in style.RAMP)
    assert empty > 0
    assert cells == 30 * len(gappy.display.samples) - empty
    assert figure.caption.endswith("An empty cell: no value.")
    train = standardised(gappy)[~gappy.display.independent]
    assert np.allclose(np.nanmean(train, axis=0), 0.0)


def test_adjusted_effects_are_called_so_on_the_axis(variants: dict[str, Findings]) -> None:
    assert "Log2 fold change, adjusted (AML over ALL)" in texts(volcano(variants["covariates"]))
    assert "Log2 fold change within persons (AML over ALL)" in texts(volcano(variants["pairs"]))


def test_heatmap_has_a_cell_a_gene_and_patient_standardised_on_training(
    findings: Findings, drawn: dict[str, Figure]
) -> None:
    cells = sum(
        e.get("d", "").count("M") for e in root(drawn["heatmap"]).iter(f"{SVG}path") if e.get("fill") in style.RAMP
    )
    assert cells == 30 * len(findings.display.samples)
    z = standardised(findings)[~findings.display.independent]
    assert np.allclose(z.mean(axis=0), 0.0)
    assert np.allclose(z.std(axis=0, ddof=1), 1.0)
    changed = findings.display.top_values.copy()
    changed[findings.display.independent] += 100.0
    moved = dataclasses.replace(findings, display=dataclasses.replace(findings.display, top_values=changed))
    assert np.array_equal(standardised(moved)[~findings.display.independent], z)


@pytest.mark.parametrize(("name", "kind"), [("components", "training"), ("arrays", "median")])
def test_every_array_is_a_mark(findings: Findings, drawn: dict[str, Figure], name: str, kind: str) -> None:
    display = findings.display
    expected = ~display.independent if kind == "training" else np.ones_like(display.independent)
    assert marks(drawn[name], f"negative {kind}") == int((expected & ~display.positive).sum())
    assert marks(drawn[name], f"positive {kind}") == int((expected & display.positive).sum())
    if kind == "training":
        later = display.independent & display.positive
        assert marks(drawn[name], "positive independent") == int(later.sum()) > 0


def test_calls_marks_every_patient_by_every_model(findings: Findings, drawn: dict[str, Figure]) -> None:
    rows = findings.predictions
    wrong = rows["argmax_call"] != rows["truth"]
    figure = drawn["calls"]
    counted = sum(marks(figure, f"{c} {r}") for c in ("negative", "positive") for r in ("right", "wrong"))
    assert counted == len(rows)
    assert marks(figure, "cross") == int(wrong.sum())
    assert marks(figure, "ring") == int((rows["call"] == "uncertain").sum())
    told = calls_of(findings, ONE, "independent")
    assert f"{int(told.right.sum())} of {told.n}" in texts(figure)
    assert set(rows["sample"]) <= set(texts(figure))


def test_calls_lines_up_models_whose_rows_differ_in_order(findings: Findings, drawn: dict[str, Figure]) -> None:
    rows = findings.predictions
    first, other = rows[rows["model"] == ONE], rows[rows["model"] != ONE]
    mixed = dataclasses.replace(findings, predictions=pd.concat([first, other[::-1]], ignore_index=True))
    assert calls(mixed) == drawn["calls"]


def test_roc_steps_by_hand() -> None:
    false, true = roc_steps(np.array([True, False, True, False]), np.array([0.9, 0.9, 0.6, 0.1]))
    assert false.tolist() == [0.0, 0.5, 0.5, 1.0]
    assert true.tolist() == [0.0, 0.5, 1.0, 1.0]


def test_roc_states_n_and_marks_the_call_at_half(findings: Findings, drawn: dict[str, Figure]) -> None:
    counts = findings.counts
    assert f"{counts.train_negative} ALL, {counts.train_positive} AML" in texts(drawn["roc"])
    assert f"{counts.independent_negative} ALL, {counts.independent_positive} AML" in texts(drawn["roc"])
    for model in findings.models:
        assert marks(drawn["roc"], f"at half {model.name}") == 2


def test_calibration_draws_groups_and_every_patient(findings: Findings, variants: dict[str, Findings]) -> None:
    for found, part, many in ((findings, "independent", 34), (variants["alone"], "loo", 38)):
        figure = calibration(found)
        for row, model in enumerate(found.models):
            calls = calls_of(found, model.name, part)
            assert calls.n == many
            assert marks(figure, f"group {row}") == 4
        ticks = [element for element in root(figure).iter(f"{SVG}path") if element.get("d", "").count("v") > 8]
        assert sum(element.get("d", "").count("M") for element in ticks) == many * len(found.models)
        assert f"of {many // 4}" in figure.alt


def test_decision_curves_start_at_the_prevalence_and_say_which(
    findings: Findings, variants: dict[str, Findings]
) -> None:
    figure = decision(findings)
    assert "where 41% are AML (as among these patients)" in figure.caption
    assert "Acting on everybody: net benefit 0.346 at 10%" in figure.alt
    rare = findings.settings.validation.model_copy(update={"prevalence": 0.1})
    stated = dataclasses.replace(findings, settings=findings.settings.model_copy(update={"validation": rare}))
    assert "where 10% are AML (as stated)" in decision(stated).caption
    assert "Acting on everybody: net benefit 0.000 at 10%" in decision(stated).alt
    assert "acute myeloid leukaemia with maturation" in decision(variants["long"]).caption


def test_comparison_draws_every_estimate_in_the_order_run(findings: Findings, drawn: dict[str, Figure]) -> None:
    shown = panels(findings)
    assert [panel.name for panel in shown] == ["right", "brier", "auc"]
    assert marks(drawn["comparison"], "estimate") == sum(len(panel.estimates) for panel in shown) == 12
    order = [(model.name, part) for part in ("loo", "independent") for model in findings.models]
    for panel in shown:
        assert [(each.model, each.part) for each in panel.estimates] == order
        assert all(panel.low <= each.value <= panel.high for each in panel.estimates)
    pooled = findings.measures["measure"] == "auc_within_pairs"
    without = panels(dataclasses.replace(findings, measures=findings.measures[~pooled]))
    assert {each.part for panel in without if panel.name == "auc" for each in panel.estimates} == {"independent"}


def test_beeswarm_draws_every_patient_for_every_gene(findings: Findings, drawn: dict[str, Figure]) -> None:
    attribution = findings.models[0].attribution["loo"]
    genes = leading_genes(attribution, 15)
    assert marks(drawn["beeswarm"], "patient") == genes.size * len(attribution.samples)
    assert np.all(np.diff(np.abs(attribution.values[:, genes]).mean(axis=0)) <= 0)
    assert relative_rank(np.array([3.0, 1.0, 3.0, 9.0])).tolist() == [0.5, 0.0, 0.5, 1.0]
    assert relative_rank(np.array([2.0, 2.0])).tolist() == [0.5, 0.5]


def test_top_genes_follow_the_evidence(findings: Findings, drawn: dict[str, Figure]) -> None:
    rows = leading_rows(findings, ONE)
    evidence = findings.evidence.sort_values("sparse_logistic_mean_abs_shap", ascending=False)
    assert rows["gene"].iloc[0] == evidence["gene"].iloc[0]
    assert rows["size"].is_monotonic_decreasing
    assert marks(drawn["top_genes"], "gene") == marks(drawn["top_genes"], "rank") == len(rows) == 15
    assert gene_labels(findings, [rows["gene"].iloc[0]])[0] in texts(drawn["top_genes"])


@pytest.mark.parametrize("part", ["loo", "independent"])
def test_waterfall_runs_from_the_baseline_to_the_output(findings: Findings, part: str) -> None:
    for model in findings.models:
        attribution = model.attribution[part]  # type: ignore[index]
        for i, sample in enumerate(attribution.samples):
            made = steps(findings, attribution, i)
            assert made[0].start == attribution.baseline[i]
            assert made[-1].end == pytest.approx(attribution.output[i], abs=1e-9)
            for before, after in pairwise(made):
                assert after.start == before.end
            shares = np.abs([step.change for step in made[:10]])
            assert np.all(np.diff(shares) <= 1e-12)
            figure = waterfall(findings, model.name, part, sample)  # type: ignore[arg-type]
            assert marks(figure, "share") + marks(figure, "faded share") == len(made) <= 11
            if i > 2:
                break


def test_waterfall_counts_the_other_genes(findings: Findings) -> None:
    attribution = findings.models[1].attribution["loo"]
    made = steps(findings, attribution, 0)
    others = int((attribution.used[0] & (attribution.values[0] != 0.0)).sum()) - 10
    assert made[-1].name == f"{others} other genes"


@pytest.mark.parametrize(("model", "sample"), [("no such model", "1"), (ONE, "nobody")])
def test_what_was_not_computed_is_not_drawn(findings: Findings, model: str, sample: str) -> None:
    with pytest.raises(KeyError):
        waterfall(findings, model, "loo", sample)
    with pytest.raises(KeyError):
        position(findings, "loo", "nobody")


def test_position_puts_the_patient_at_their_probability(findings: Findings) -> None:
    told = calls_of(findings, ONE, "loo")
    wrong = told.samples[int(np.flatnonzero(~told.right)[0])]
    figure = position(findings, "loo", wrong)
    own, other = "positive wrong", "positive right"
    assert marks(figure, own) + marks(figure, other) == len(findings.models)
    assert marks(figure, "cross") == marks(figure, own) >= 1
    first = next(e for e in root(figure).iter(f"{SVG}path") if e.get("data-marks") == own)
    at = float(re.match(r"M(-?[\d.]+) ", first.attrib["d"])[1])  # type: ignore[index]  # left corner of the diamond
    share = told.probability[told.samples.index(wrong)]
    assert at == pytest.approx(136 + 236 * share, abs=7)
    assert f"Patient {wrong}" in figure.alt


def test_permuted_draws_the_runs_and_the_real_count(findings: Findings, drawn: dict[str, Figure]) -> None:
    runs = findings.permuted[0]
    assert marks(drawn["permuted"], "bin") == len(set(runs.right))
    assert runs.outside is not None
    assert marks(drawn["permuted"], "leak") == len(set(runs.outside.right))
    assert f"real labels: {runs.observed} of {findings.counts.n_train}" in texts(drawn["permuted"])
    with pytest.raises(ValueError, match="no shuffled-label run"):
        permuted(dataclasses.replace(findings, permuted=()))


def test_patient_pages_are_cheap(findings: Findings) -> None:
    samples = findings.models[0].attribution["loo"].samples
    start = time.process_time()
    for sample in samples:
        position(findings, "loo", sample)
        nearest(findings, "loo", sample)
        for model in findings.models:
            waterfall(findings, model.name, "loo", sample)
    assert (time.process_time() - start) / len(samples) < 0.06  # 20 ms a drawing, three drawings a page


@pytest.mark.parametrize("name", [name for name in FIGURES if name != "permuted"])
@pytest.mark.parametrize("variant", ["nothing", "alone", "long", "pairs", "covariates", "gaps"])
def test_variants_are_drawn(variants: dict[str, Findings], name: str, variant: str) -> None:
    figure = FIGURES[name](variants[variant])
    test_one_root_with_a_view_box_and_nothing_from_outside({name: figure}, name)
    test_texts_stay_on_the_page_and_off_each_other({name: figure}, name)


def test_symbols_shared_by_genes_are_told_apart(findings: Findings) -> None:
    frame = findings.genes.frame.copy()
    frame.loc[frame.index[:2], "symbol"] = "TWICE"
    doubled = dataclasses.replace(
        findings, genes=GeneTable(frame, findings.genes.columns, findings.genes.df_prior, findings.genes.s2_prior)
    )
    names = gene_labels(doubled, [*frame["gene"][:2], "not tested"])
    assert names == [f"TWICE ({frame['gene'].iloc[0]})", f"TWICE ({frame['gene'].iloc[1]})", "not tested"]


def test_escape_and_numbers() -> None:
    assert escape("a<b>&\"'\x00\x1b") == "a&lt;b&gt;&amp;&quot;&#39;\ufffd\ufffd"
    assert [number(value) for value in (1.0, -0.001, 2.345, -3.5)] == ["1", "0", "2.35", "-3.5"]
    with pytest.raises(ValueError, match="coordinate"):
        number(float("nan"))


@pytest.mark.parametrize(("low", "high", "most"), [(0.0, 1.0, 4), (-3.2, 7.9, 6), (0.0, 0.0123, 4), (-0.4, -0.1, 5)])
def test_round_steps_cover_the_axis_with_few_round_numbers(low: float, high: float, most: int) -> None:
    ticks = round_steps(low, high, most)
    assert 2 <= len(ticks) <= most + 1
    assert low - 1e-9 <= ticks[0] <= ticks[-1] <= high + 1e-9
    assert np.allclose(np.diff(ticks), ticks[1] - ticks[0])
    assert f"{ticks[1] - ticks[0]:e}"[0] in "125"


def test_an_identifier_loses_its_middle_where_it_is_too_long_and_words_their_end() -> None:
    names = [f"ENSMUSG000000278{end}" for end in range(51, 56)]
    cut = [shorten(name, 8.0, 60.0) for name in names]
    assert len(set(cut)) == len(names), "they still differ"
    assert all(text_width(name, 8.0) <= 60.0 and name.startswith("ENS") for name in cut)
    assert shorten("chemokine receptor of some kind", 8.0, 60.0).startswith("chemokine")
    assert shorten("ENSMUSG00000027855", 8.0, 200.0) == "ENSMUSG00000027855"
    assert shorten("X1234567890", 8.0, 1.0).endswith("0"), "room for nothing ends too"
