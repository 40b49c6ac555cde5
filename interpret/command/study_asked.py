"""The study that a command is about: read from its files, or simulated."""

from __future__ import annotations

from interpret.data.demo import simulate_study
from interpret.data.demo_counts import simulate_counts
from interpret.data.read import read_study
from interpret.data.readers.gmt import with_gene_sets
from interpret.data.study import Study
from interpret.settings import Settings


def study_asked(settings: Settings, demo: str) -> Study:
    """Return the simulated study that `demo` names, or the one that the settings name where it is empty."""
    if demo:
        study = simulate_counts(settings.seed) if demo == "counts" else simulate_study(settings.seed)
        return with_gene_sets(study, settings.input.gene_sets) if settings.input.gene_sets else study
    return read_study(settings.input, withheld=not settings.report.patient_data)
