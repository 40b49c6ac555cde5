"""The folder `models`: the frozen model of every model that ran, one file each."""

from __future__ import annotations

from interpret.models.disk import FILE_NAMES, model_file
from interpret.report.findings import Findings

FOLDER = "models"
SUMS = (
    *("sparse-logistic", "logistic-regression", "linear-svm", "neural-network"),
    *("diagonal-discriminant", "shrunken-centroids", "naive-bayes", "weighted-voting", "top-scoring-pair"),
    "prevalence",
)
"""Models that keep nothing but sums over the patients. Neighbours and support vectors are patients' values, and a tree
is cut between the values of two patients; a model that is not listed here is taken to keep values."""
NAMES = tuple(f"{FOLDER}/{name}" for name in FILE_NAMES)


def models_folder(findings: Findings) -> dict[str, bytes]:
    """Return the content of each file by its name, `models/` in front."""
    ran = [*findings.models, *findings.beside.models]
    if not findings.settings.report.patient_data:
        ran = [model for model in ran if model.name in SUMS]
    files = [model_file(model.name, model.frozen, findings.labels) for model in ran]
    return {f"{FOLDER}/{file.name}": file.content for file in files}
