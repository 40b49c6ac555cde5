"""All choices of a study in one checked, frozen object; the command line and `study.toml` are two ways to fill it."""

from interpret.settings.models import (
    ExplainSettings,
    ForestSettings,
    ModelSettings,
    PanelSettings,
    SelectionSettings,
    SparseSettings,
    ValidationSettings,
    VotingSettings,
)
from interpret.settings.reading import make_settings, read_settings
from interpret.settings.report import AddedSection, ReportSettings
from interpret.settings.study import ColumnSettings, InputSettings, ScaleWord, StudySettings
from interpret.settings.tests import GeneSetSettings, Missing, PreparationSettings, TestSettings, WhetherDeseq2
from interpret.settings.whole import Settings

__all__ = [
    "AddedSection",
    "ColumnSettings",
    "ExplainSettings",
    "ForestSettings",
    "GeneSetSettings",
    "InputSettings",
    "Missing",
    "ModelSettings",
    "PanelSettings",
    "PreparationSettings",
    "ReportSettings",
    "ScaleWord",
    "SelectionSettings",
    "Settings",
    "SparseSettings",
    "StudySettings",
    "TestSettings",
    "ValidationSettings",
    "VotingSettings",
    "WhetherDeseq2",
    "make_settings",
    "read_settings",
]
