"""What the figures of patients have in common: one model's calls of one part, and how a patient is marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.report import tally, words
from interpret.report.figures import style
from interpret.report.figures.svg import Drawing, Point
from interpret.report.findings import Findings, ModelFindings, Part
from interpret.validation.calls import UNCERTAIN

PARTS: tuple[Part, ...] = ("loo", "independent")
PART_TITLES: dict[Part, str] = {"loo": "Left out in turn", "independent": "Independent set"}


@dataclass(frozen=True, eq=False)
class Calls:
    """One model's calls of one part; every array has one entry a patient, in the order of predictions.csv.

    `right` compares the more probable class with the truth; `uncertain` patients got no call to act on.
    """

    samples: tuple[str, ...]
    positive: BoolArray
    probability: FloatArray
    right: BoolArray
    uncertain: BoolArray

    @property
    def n(self) -> int:
        """Patients."""
        return len(self.samples)


def calls_of(findings: Findings, model: str, part: Part) -> Calls:
    """Return the calls of `model` in `part`; without any there, `n` is 0."""
    rows = tally.calls_of(findings, model, part)
    truth = rows["truth"].to_numpy(dtype=object)
    return Calls(
        samples=tuple(str(name) for name in rows["sample"]),
        positive=np.asarray(truth == findings.labels.positive, dtype=np.bool_),
        probability=rows["probability"].to_numpy(dtype=np.float64),
        right=np.asarray(rows["argmax_call"].to_numpy(dtype=object) == truth, dtype=np.bool_),
        uncertain=np.asarray(rows["call"].to_numpy(dtype=object) == UNCERTAIN, dtype=np.bool_),
    )


def parts_of(findings: Findings) -> tuple[Part, ...]:
    """Return the parts in which any patient was judged."""
    present = set(findings.predictions["set"])
    return tuple(part for part in PARTS if part in present)


def judged_by(findings: Findings, part: Part) -> str:
    """Return which model judged a sample of this part."""
    if part == "independent":
        return f"a model that was frozen before it saw any of these {tally.noun(findings, part)}s"
    who = tally.left_out(findings)
    how = tally.left_out_how(findings) if tally.in_folds(findings) else f"each {who} was left out in turn"
    return f"a model that never saw the {who} ({how})"


def label(findings: Findings, *, positive: bool) -> str:
    """Return the name of a class, fit to print."""
    return words.plain(findings.labels.name(positive=positive))


def found_model(findings: Findings, name: str) -> ModelFindings:
    """Return the model of this registry name; raise KeyError where it was not run."""
    for model in findings.models:
        if model.name == name:
            return model
    raise KeyError(name)


def draw_marks(
    drawing: Drawing,
    points: Sequence[Point],
    radius: float,
    *,
    positive: bool,
    right: BoolArray,
    uncertain: BoolArray | None = None,
    crossed: bool = True,
) -> None:
    """Draw patients of one class: filled if called correctly, else hollow (with a cross); a ring where uncertain.

    The negative class is a dot and the positive one a diamond, so that neither needs its colour to be told.
    """
    colour, name = style.class_colour(positive=positive), "positive" if positive else "negative"
    good = [point for point, ok in zip(points, right, strict=True) if ok]
    bad = [point for point, ok in zip(points, right, strict=True) if not ok]
    (drawing.diamonds if positive else drawing.dots)(good, radius, colour, kind=f"{name} right")
    edge = max(0.7, radius * 0.24)
    drawing.outlined(bad, radius, colour, diamond=positive, width=edge, kind=f"{name} wrong")
    if crossed:
        drawing.crosses(bad, radius * 0.36, style.INK, max(0.7, radius * 0.26))
    if uncertain is not None:
        ringed = [point for point, doubt in zip(points, uncertain, strict=True) if doubt]
        drawing.rings(ringed, radius * (1.22 if positive else 1.0) + 1.3, style.INK, 0.7)
