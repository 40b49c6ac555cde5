"""study.json of the folder: everything, or what is left where no patient is to be shown."""

from __future__ import annotations

from interpret.report.files.study_content import study_content, written
from interpret.report.files.study_without_patients import study_without_patients
from interpret.report.findings import Findings


def study_json(findings: Findings) -> bytes:
    """Return the file: UTF-8, keys in a fixed order, missing numbers as null."""
    if findings.settings.report.patient_data:
        return written(study_content(findings))
    return study_without_patients(findings)
