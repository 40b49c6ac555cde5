"""The model of every gene in plain words: who is compared with whom, and what is held equal."""

from __future__ import annotations

import re

from interpret.report import tally, words
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
    return words.listing([_of_whom(findings, name) for name in adjusted_for(findings.design)])


def _of_whom(findings: Findings, name: str) -> str:
    return f"the {tally.person(findings)}" if name == PERSON else name


def whom(findings: Findings) -> str:
    """Return the samples that were asked, for `the question was put to ...`."""
    design, n_train = findings.design, findings.counts.n_train
    if design.kind == "pairs":
        return f"{words.plural(design.n // 2, 'pair')} of training samples"
    if design.n == n_train:
        return words.plural(n_train, f"training {tally.noun(findings, 'loo')}")
    return f"{words.plural(design.n, 'training sample')}, one of each {tally.person(findings)} and class"


def compared(findings: Findings) -> str:
    """Return where the difference is looked for, as the end of a question; empty for two plain groups."""
    if findings.design.kind == "groups":
        return ""
    if findings.design.kind == "pairs":
        return f" within the same {tally.person(findings)}"
    return f", all else in the model equal ({held_equal(findings)})"


def effect_name(findings: Findings) -> str:
    """Return what the effect is, with what it is adjusted for: `log2 fold change, adjusted for batch and age`."""
    unit = effect_unit(findings)
    if findings.design.kind == "groups":
        return unit
    if findings.design.kind == "pairs":
        return f"{unit} within {tally.person(findings)}s"
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
    one = tally.person(findings)
    if design.kind == "pairs":
        return (
            f"The samples come in pairs: each of {words.plural(design.n // 2, one)} gave one {labels.negative} "
            "and "
            f"one {labels.positive} sample{_averaged(findings)}, and is compared with nobody else. What is peculiar to "
            f"a {one} cancels out. The model of every gene: one mean a {one}, and one difference between the "
            f"classes that all {one}s share."
        )
    return (
        "The model of every gene adds up what each of these contributes: the class, "
        f"{words.listing(_contributions(findings))}. It was fitted by least squares to "
        f"{words.plural(design.n, 'sample')} (asked for as {words.plain(design.formula)}{_columns(findings)}). The "
        f"effect of a gene is the difference between {labels.positive} and {labels.negative} that is left when all "
        "else in the model is equal. What is not in the model is not adjusted for."
    )


def _averaged(findings: Findings) -> str:
    """Return what was done with several samples of one person and class; nothing where nobody gave several."""
    design, counts = findings.design, findings.counts
    unpaired = 0 if counts.train_persons is None else counts.train_persons - design.n // 2  # at least one sample each
    if counts.n_train - design.n <= unpaired:
        return ""
    return " (of several of one class, their average)"


def _contributions(findings: Findings) -> list[str]:
    """Return what the model adds up beside the class: `Source`, `age`, `one mean for each of 9 persons`."""
    design = findings.design
    names = [name for name in adjusted_for(design) if name != PERSON]
    persons = 1 + sum(bool(_PERSON.fullmatch(name)) for name in design.columns)  # the intercept stands for the first
    if persons > 1:
        names.append(f"one mean for each of {words.plural(persons, tally.person(findings))}")
    return names


def _columns(findings: Findings) -> str:
    """Return the columns of the model that are not persons, for the brackets of the sentence; nothing without any."""
    design = findings.design
    names = [words.plain(name) for name in design.columns if not _PERSON.fullmatch(name)]
    if len(names) == len(design.columns):
        return f"; its columns beside the class: {words.listing(names, MOST_COLUMNS)}"
    names = names[1:]  # the intercept is the first person's
    beside = f"the class and the {tally.person(findings)}s"
    return f"; its columns beside {beside}: {words.listing(names, MOST_COLUMNS)}" if names else ""
