"""The files of the output folder other than the two documents, one a file; the registries are `FILES` and `FOLDERS`."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from interpret.report.files import models_folder
from interpret.report.files.spreadsheet import genes_xlsx
from interpret.report.files.study_json import study_json
from interpret.report.files.tables import (
    blocks_csv,
    comparisons_csv,
    evidence_csv,
    explanations_csv,
    gene_sets_csv,
    genes_csv,
    influence_csv,
    interactions_csv,
    models_csv,
    patients_csv,
    predictions_csv,
    quality_csv,
    selection_csv,
    strata_csv,
)
from interpret.report.findings import Findings


@dataclass(frozen=True)
class OutputFile:
    """A file name and what writes its bytes from the findings.

    An `individual` one is about single patients; one that is not `of` every study is written where it has something to
    say.
    """

    name: str
    content: Callable[[Findings], bytes]
    individual: bool = False
    of: Callable[[Findings], bool] = lambda _: True

    def wanted(self, findings: Findings) -> bool:
        """Whether the settings allow the file and the study has what it is about."""
        return self.of(findings) and (findings.settings.report.patient_data or not self.individual)


@dataclass(frozen=True)
class OutputFolder:
    """A folder of files: every name that can occur (folder in front), and what writes those that do, by name."""

    names: tuple[str, ...]
    contents: Callable[[Findings], dict[str, bytes]]


FILES: tuple[OutputFile, ...] = (
    OutputFile("genes.csv", genes_csv),
    OutputFile("genes.xlsx", genes_xlsx),
    OutputFile("gene_sets.csv", gene_sets_csv, of=lambda findings: findings.gene_sets is not None),
    OutputFile("predictions.csv", predictions_csv, individual=True),
    OutputFile("patients.csv", patients_csv, individual=True),
    OutputFile("models.csv", models_csv),
    OutputFile("comparisons.csv", comparisons_csv),
    OutputFile("explanations.csv", explanations_csv, individual=True),
    OutputFile("evidence.csv", evidence_csv),
    OutputFile("blocks.csv", blocks_csv),
    OutputFile("interactions.csv", interactions_csv),
    OutputFile("selection.csv", selection_csv),
    OutputFile("strata.csv", strata_csv),
    OutputFile("influence.csv", influence_csv, individual=True),
    OutputFile("quality.csv", quality_csv, individual=True),
    OutputFile("study.json", study_json),
)

FOLDERS: tuple[OutputFolder, ...] = (OutputFolder(models_folder.NAMES, models_folder.models_folder),)


def files_of(findings: Findings, only: Collection[str] | None = None, but: Collection[str] = ()) -> dict[str, bytes]:
    """Return the content of every file that the settings and the study allow, by its name.

    `only` names those that are wanted, `but` those that are there already; folders are left out where `only` is given.
    """
    wanted = [
        file for file in FILES if file.wanted(findings) and file.name not in but and (only is None or file.name in only)
    ]
    contents = {file.name: file.content(findings) for file in wanted}
    for folder in FOLDERS if only is None else ():
        contents |= folder.contents(findings)
    return contents


__all__ = ["FILES", "FOLDERS", "OutputFile", "OutputFolder", "files_of"]
