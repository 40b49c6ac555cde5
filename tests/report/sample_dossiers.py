"""The dossiers of the synthetic study, worked out by the package; a line through each patient's output judges them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.explain.attribution import Attribution
from interpret.explain.dossier import Dossier, Dossiers
from interpret.explain.nearest import nearest_in_training, nearest_of_new
from interpret.explain.standing import standings
from interpret.explain.what_would_change import what_would_change
from interpret.models.learner import Family
from interpret.prep.preparation import Preparation, apply_preparation, learn_as_read
from interpret.report.findings import ModelFindings, Part
from interpret.settings import Settings

Set = tuple[FloatArray, BoolArray, tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Line:
    """A model whose log-odds are a line in the genes that argue, through the output it gave the patient."""

    preparation: Preparation
    genes: tuple[str, ...]
    weight: FloatArray
    intercept: float
    model_id: str = "line"
    family: Family = "other"

    def probability(self, expression: Expression) -> FloatArray:
        """Return `(m,)` probabilities."""
        values = apply_preparation(self.preparation, expression).named(self.genes).values
        return np.asarray(1.0 / (1.0 + np.exp(-(values @ self.weight + self.intercept))), dtype=np.float64)

    def facts(self) -> dict[str, float]:
        """Nothing was tuned."""
        return {}


def dossiers(train: Set, other: Set | None, genes: tuple[str, ...], labels: Labels, first: ModelFindings) -> Dossiers:
    """Return the dossiers of values `(n, p)`, classes and names of each set, by the first model."""
    settings = Settings().preparation

    def cohort(part: Set) -> Cohort:
        return Cohort(Expression(part[0], part[2], genes, Scale.LOG2), part[1], labels)

    training, new = cohort(train), None if other is None else cohort(other)
    sets: list[tuple[Part, Cohort]] = [("loo", training)]
    near = list(nearest_in_training(training, [np.array([i]) for i in range(training.n)], settings).values())
    if new is not None:
        sets.append(("independent", new))
        near += nearest_of_new(training, new.expression, settings)
    places = [(part, group, row) for part, group in sets for row in range(group.n)]
    made = []
    for (part, group, row), nearest in zip(places, near, strict=True):
        attribution = first.attribution[part]
        others = np.arange(training.n) != (row if part == "loo" else -1)
        sample, name = group.expression.take_samples([row]), group.samples[row]
        model = _line(attribution, row, training, others)
        shap = dict(zip(attribution.genes, attribution.values[row].tolist(), strict=True))
        top = sorted(shap, key=lambda gene: -abs(shap[gene]))[:12]
        placed = standings(model.preparation, top, sample, training, others)
        made.append(Dossier(name, part, nearest, placed, what_would_change(model, sample, training, others, shap)))
    return Dossiers(tuple(made))


def _line(attribution: Attribution, row: int, training: Cohort, others: BoolArray) -> Line:
    own = np.flatnonzero(attribution.used[row])
    genes = tuple(attribution.genes[j] for j in own)
    values = training.expression.named(genes).values
    up, down = values[others & training.positive], values[others & ~training.positive]
    weight = 0.05 * (up.mean(axis=0) - down.mean(axis=0))
    intercept = float(attribution.output[row] - attribution.expression[row, own] @ weight)
    return Line(learn_as_read(training.expression), genes, weight, intercept)


def renamed(found: Dossiers, tail: str) -> Dossiers:
    """Return the dossiers with `tail` behind the names of samples and genes."""
    made = []
    for dossier in found.of:
        near = replace(
            dossier.nearest,
            neighbours=tuple(replace(each, sample=each.sample + tail) for each in dossier.nearest.neighbours),
        )
        change = dossier.change
        if change is not None:
            change = replace(change, swaps=tuple(replace(swap, gene=swap.gene + tail) for swap in change.swaps))
        placed = tuple(replace(each, gene=each.gene + tail) for each in dossier.standings)
        made.append(replace(dossier, sample=dossier.sample + tail, nearest=near, standings=placed, change=change))
    return Dossiers(tuple(made))
