"""The model of every gene in plain words: who is compared with whom, and what is held equal."""

from __future__ import annotations

import re

from interpret.report import words
from interpret.report.findings import Findings
from interpret.stats.design import Design

MOST_COLUMNS = 12
_LEVEL = re.compile(r"\[[^\]]*\]")
_CATEGORY = re.compile(r"^C\(([^,()]+)(?:,.*)?\)$")
_PERSON = re.compile(r"person \d+")
PERSON = "the person"


def adjusted_for(design: Design) -> tuple[str, ...]:
    """Return what the model holds equal, each column of the sample sheet once; nothing for two plain groups.

    The columns of the model that stand for the categories of one column of the sheet (`batch[T.b]`) are that column
    (`batch`), those of an interaction are `batch with sex`, those of single persons are `the person`.
    """
    if design.kind == "pairs":
        return (PERSON,)
    return tuple(dict.fromkeys(_sheet_column(name) for name in design.columns[1:]))


def _sheet_column(name: str) -> str:
    if _PERSON.fullmatch(name):
        return PERSON
    parts = [_CATEGORY.sub(r"\1", part.strip()).strip("` ") for part in _LEVEL.sub("", name).split(":")]
    return words.plain(" with ".join(parts))


def held_equal(findings: Findings) -> str:
    """Return what is held equal as a list for a sentence; empty for two plain groups."""
    return words.listing(adjusted_for(findings.design))


def whom(findings: Findings) -> str:
    """Return the samples that were asked, for `the question was put to ...`."""
    design, n_train = findings.design, findings.counts.n_train
    if design.kind == "pairs":
        return f"{words.plural(design.n // 2, 'pair')} of training samples"
    if design.n == n_train:
        return words.plural(n_train, "training patient")
    return f"{words.plural(design.n, 'training sample')}, one of each person and class"


def compared(findings: Findings) -> str:
    """Return where the difference is looked for, as the end of a question; empty for two plain groups."""
    if findings.design.kind == "groups":
        return ""
    if findings.design.kind == "pairs":
        return " within the same person"
    return f", all else in the model equal ({held_equal(findings)})"


def effect_name(findings: Findings) -> str:
    """Return what the effect is, with what it is adjusted for: `log2 fold change, adjusted for batch and age`."""
    unit = effect_unit(findings)
    if findings.design.kind == "groups":
        return unit
    if findings.design.kind == "pairs":
        return f"{unit} within persons"
    return f"{unit}, adjusted for {held_equal(findings)}"


def effect_unit(findings: Findings) -> str:
    """Return the unit of the effect; empty where no gene was tested."""
    frame = findings.genes.frame
    return words.plain(frame["effect_unit"].iloc[0]) if len(frame) else ""


def is_fold_change(findings: Findings) -> bool:
    """Whether the effect is the logarithm of a ratio, so that it can also be given as one."""
    return effect_unit(findings) == "log2 fold change"


def model(findings: Findings) -> str:
    """Return the model of every gene, in a few sentences; empty for two plain groups."""
    design, labels = findings.design, findings.labels
    if design.kind == "groups":
        return ""
    if design.kind == "pairs":
        return (
            f"The samples come in pairs: each of {words.plural(design.n // 2, 'person', 'persons')} gave one "
            f"{labels.negative} and one {labels.positive} sample, and is compared with nobody else. What is peculiar "
            "to a person cancels out. The model of every gene: one mean a person, and one difference between the "
            "classes that all persons share."
        )
    names = [words.plain(name) for name in design.columns]
    return (
        f"The model of every gene: activity = class + {' + '.join(adjusted_for(design))}, fitted by least squares to "
        f"{words.plural(design.n, 'sample')} (asked for as {words.plain(design.formula)}; its columns beside the "
        f"class: {words.listing(names, MOST_COLUMNS)}). The effect of a gene is the difference between "
        f"{labels.positive} and {labels.negative} that is left when all else in the model is equal. What is not in "
        "the model is not adjusted for."
    )
