"""Those run in full and those beside them as one list, for what is said of all models alike."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pandas as pd

from interpret.report.findings import Findings, ModelFindings

PREVALENCE = "prevalence"  # registered name of the model that looks at no gene


@lru_cache(maxsize=2)  # asked for by every part of a section; findings are frozen
def every_model(findings: Findings) -> Findings:
    """Return the findings with the models beside standing behind those run in full, the one without genes last."""
    beside = findings.beside
    models = (*findings.models, *sorted(beside.models, key=lambda model: model.name == PREVALENCE))
    return replace(
        findings,
        models=models,
        predictions=joined(findings.predictions, beside.predictions),
        measures=joined(findings.measures, beside.measures),
    )


def model_named(findings: Findings, name: str) -> ModelFindings | None:
    """Return the model of this registry name, whether run in full or beside; None where it was not run."""
    return next((model for model in every_model(findings).models if model.name == name), None)


def joined(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the models run in full and then those of the models beside them, which may be none."""
    return first if second.empty else pd.concat([first, second], ignore_index=True)
