"""Cautions about the design: what its formula may not have meant."""

from __future__ import annotations

from interpret.data.study import Study
from interpret.report.findings import Caution
from interpret.report.words import listing, plain, plural
from interpret.settings import Settings
from interpret.stats.design_formula import in_formula, numbers_like_labels


def design_cautions(study: Study, settings: Settings) -> list[Caution]:
    """Return a caution for each column of few whole numbers that the design takes as an amount."""
    sheet = study.training.covariates
    found = []
    for column in numbers_like_labels(sheet, settings.tests.design):
        values = sorted(sheet[column].dropna().unique())
        text = (
            f"The design takes {plain(column)} as an amount: from one of its {plural(len(values), 'value')} "
            f"({listing([f'{value:g}' for value in values])}) to the next, equal steps are taken to do equally much. "
            f"If they are labels, as of batches, write C({in_formula(plain(column))}) in the design: another list of "
            "genes may come out."
        )
        found.append(Caution(f"number_or_label_{plain(column)}", text, "page1"))
    return found
