"""All choices of a study in one checked, frozen object."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import Field

from interpret.settings.group import Group
from interpret.settings.models import ExplainSettings, ModelSettings, ValidationSettings
from interpret.settings.report import ReportSettings
from interpret.settings.study import ColumnSettings, InputSettings, StudySettings
from interpret.settings.tests import GeneSetSettings, PreparationSettings, TestSettings

PATHS = {
    "input": ("expression", "samples", "independent", "annotation", "genes_of_interest", "gene_sets", "id_map"),
    "report": ("logo",),
}
"""Settings that say where a file lies, by group: they change no number and stand in no output."""


class Settings(Group):
    """Every choice that can change a number in the output (jobs and paths cannot)."""

    study: StudySettings = StudySettings()
    input: InputSettings = InputSettings()
    preparation: PreparationSettings = PreparationSettings()
    tests: TestSettings = TestSettings()
    gene_sets: GeneSetSettings = GeneSetSettings()
    models: ModelSettings = ModelSettings()
    validation: ValidationSettings = ValidationSettings()
    explain: ExplainSettings = ExplainSettings()
    report: ReportSettings = ReportSettings()
    columns: dict[str, ColumnSettings] = Field(default_factory=dict)
    seed: int = Field(default=0, ge=0)
    date: dt.date | None = None

    def for_numbers(self, *, but: tuple[str, ...] = ()) -> dict[str, Any]:
        """Return the settings that can change a number, as plain values: neither paths nor what the report shows.

        They stand for whatever follows from the study and them: the stages of a run are remembered by them. `but` are
        groups that a stage does not look at; at `gene_sets` only its own stage looks.
        """
        left_out = {"study", "date", "report", "gene_sets", *but}
        return {name: value for name, value in self.without_paths().items() if name not in left_out}

    def without_paths(self) -> dict[str, Any]:
        """Return the settings as plain values for study.json, without where the files lay."""
        return self.model_dump(mode="json", exclude={group: set(keys) for group, keys in PATHS.items()})
