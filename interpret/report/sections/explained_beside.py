"""What is said of the explanations of the models beside: they have no pages of their own, their values a file."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from interpret.report import words
from interpret.report.every_model import every_model
from interpret.report.findings import Findings, ModelFindings


def shown(findings: Findings) -> str:
    """Return the sentence that tells where their explanations are; empty where no model has any."""
    if not _explained(findings):
        return " These models are shown by their calls alone and are not explained."
    return (
        " These models are shown by their calls alone; SHAP values of those that are explained are in explanations.csv."
    )


def methods(findings: Findings) -> Iterator[str]:
    """Return which of them are explained, and how precise the values are that were sampled, of any model."""
    explained = _explained(findings)
    if explained:
        yield f"Explained too, in explanations.csv alone: {words.listing([words.plain(m.title) for m in explained])}."
    for model in every_model(findings).models:
        errors = [part.stored_error for part in model.attribution.values() if part.stored_error is not None]
        if errors:
            yield (
                f"{words.plain(model.title)}: values were sampled by "
                f"{words.plural(findings.settings.explain.orders, 'random order')} of the genes for each sample, each "
                "run through forwards and backwards; median standard error of a value "
                f"{words.scientific(float(np.median(np.concatenate(errors))))}, largest "
                f"{words.scientific(max(float(each.max(initial=0.0)) for each in errors))}."
            )
    unexplained = [m for m in findings.beside.models if not m.attribution and m.frozen.family == "other"]
    if unexplained:
        titles = words.listing([words.plain(model.title) for model in unexplained])
        yield f"Not explained, since values could only be sampled and were not asked for: {titles}."


def _explained(findings: Findings) -> list[ModelFindings]:
    return [model for model in findings.beside.models if model.attribution]
