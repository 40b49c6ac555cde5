"""The files of the output folder other than the two documents, one a file; the registry is the tuple `FILES`."""

from collections.abc import Callable
from dataclasses import dataclass

from interpret.report.files.spreadsheet import genes_xlsx
from interpret.report.files.study_json import study_json
from interpret.report.files.tables import evidence_csv, explanations_csv, genes_csv, models_csv, predictions_csv
from interpret.report.findings import Findings


@dataclass(frozen=True)
class OutputFile:
    """A file name and what writes its bytes from the findings."""

    name: str
    content: Callable[[Findings], bytes]


FILES: tuple[OutputFile, ...] = (
    OutputFile("genes.csv", genes_csv),
    OutputFile("genes.xlsx", genes_xlsx),
    OutputFile("predictions.csv", predictions_csv),
    OutputFile("models.csv", models_csv),
    OutputFile("explanations.csv", explanations_csv),
    OutputFile("evidence.csv", evidence_csv),
    OutputFile("study.json", study_json),
)

__all__ = ["FILES", "OutputFile"]
