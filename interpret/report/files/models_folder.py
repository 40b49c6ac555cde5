"""The folder `models`: the frozen model of every model that ran, one file each."""

from __future__ import annotations

from interpret.models.disk import FILE_NAMES, model_file
from interpret.report.findings import Findings

FOLDER = "models"
NAMES = tuple(f"{FOLDER}/{name}" for name in FILE_NAMES)


def models_folder(findings: Findings) -> dict[str, bytes]:
    """Return the content of each file by its name, `models/` in front."""
    ran = (*findings.models, *findings.beside.models)
    files = [model_file(model.name, model.frozen, findings.labels) for model in ran]
    return {f"{FOLDER}/{file.name}": file.content for file in files}
