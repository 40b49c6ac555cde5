"""Left-out patients explained where their models are judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interpret.data.expression import Expression
from interpret.explain.attribute import EXPLAINERS, Explainer, attribute
from interpret.explain.attribution import Attribution
from interpret.models.learner import Fitted, HeldOut


def explainer_of(models: Sequence[Fitted]) -> Explainer | None:
    """Return what explains these models of one learner; None where nothing does.

    A sparse model that has kept no gene is explained too: everybody gets its baseline.
    """
    reading = [model.family for model in models if model.genes]
    return EXPLAINERS.get(next(iter(reading), models[0].family))


@dataclass(frozen=True)
class LeftOutExplained:
    """Explains the left-out patients of `training`, if that is to be worked out and not sampled."""

    training: Expression

    def __call__(self, held_out: HeldOut) -> Attribution | None:
        """Return the SHAP values of each by the model that never saw them; None for a model that is not explained."""
        explainer = explainer_of(held_out.models)
        return attribute(held_out.fitted, self.training) if explainer is not None and explainer.exact else None
