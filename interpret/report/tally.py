"""What the words count: calls, measures and genes, looked up in the findings once and in one way."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from interpret.nouns import Noun
from interpret.report import words
from interpret.report.findings import Findings, Part
from interpret.validation.calls import UNCERTAIN

ALIASED = "aliased_columns"  # key of the caution that report/confounding.py gives
NEARLY_ALIASED = "nearly_aliased_columns"  # of the weaker one
OUT_OF_REACH = "cannot be reached"
SURE = 0.9  # page 1 speaks of calls that the model gave at least this chance


@dataclass(frozen=True)
class Calls:
    """The calls of one model on one set.

    Attributes
    ----------
    n, right, wrong
        Patients, and whether the more probable class is the true one.
    missed
        Positive patients called negative.
    false_alarms
        Negative patients called positive.
    unsure, unsure_right
        Patients the model would not call, and those of them whose more probable class is the true one.
    firm_right
        Patients whose three-way call is the true class; `n - unsure` got one.
    sure, sure_right
        Patients whose more probable class was given a chance of at least `SURE`, and those of them called right.
    """

    n: int
    right: int
    missed: int
    false_alarms: int
    unsure: int
    unsure_right: int
    firm_right: int
    sure: int
    sure_right: int

    @property
    def wrong(self) -> int:
        """Patients whose more probable class is not the true one."""
        return self.n - self.right


@dataclass(frozen=True)
class Judgement:
    """What one model said of one patient; texts as in predictions.csv."""

    truth: str
    argmax_call: str
    call: str
    probability: float

    @property
    def right(self) -> bool:
        """Whether the more probable class is the true one."""
        return self.argmax_call == self.truth

    @property
    def uncertain(self) -> bool:
        """Whether the three-way call says so."""
        return self.call == UNCERTAIN


@dataclass(frozen=True)
class Estimate:
    """A measure with its 95 % interval; NaN where none is defined. `n` patients."""

    value: float
    low: float
    high: float
    n: int


def calls_of(findings: Findings, model: str, part: Part) -> pd.DataFrame:
    """Return the rows of predictions of one model and set, in the order of the study."""
    rows = findings.predictions
    return rows[(rows["model"] == model) & (rows["set"] == part)]


def judgements(findings: Findings, part: Part) -> dict[str, dict[str, Judgement]]:
    """Return sample to model to judgement for one set, in the order of the study."""
    rows = findings.predictions
    rows = rows[rows["set"] == part]
    found: dict[str, dict[str, Judgement]] = {}
    columns = (rows[name] for name in ("sample", "model", "truth", "argmax_call", "call", "probability"))
    for sample, model, truth, argmax, call, probability in zip(*columns, strict=True):
        judged = Judgement(str(truth), str(argmax), str(call), float(probability))
        found.setdefault(str(sample), {})[str(model)] = judged
    return found


def count_calls(findings: Findings, model: str, part: Part) -> Calls:
    """Count the calls of one model on one set; all zero where the set was not run."""
    rows = calls_of(findings, model, part)
    right = rows["argmax_call"] == rows["truth"]
    negative = rows["truth"] == findings.labels.negative
    unsure = rows["call"] == UNCERTAIN
    sure = (rows["probability"] >= SURE) | (rows["probability"] <= 1.0 - SURE)
    return Calls(
        n=len(rows),
        right=int(right.sum()),
        missed=int((~right & ~negative).sum()),
        false_alarms=int((~right & negative).sum()),
        unsure=int(unsure.sum()),
        unsure_right=int((unsure & right).sum()),
        firm_right=int((rows["call"] == rows["truth"]).sum()),
        sure=int(sure.sum()),
        sure_right=int((sure & right).sum()),
    )


def measure(findings: Findings, model: str, part: str, name: str) -> Estimate | None:
    """Return one measure of one model on one set, or None where it was not taken."""
    rows = findings.measures
    rows = rows[(rows["model"] == model) & (rows["set"] == part) & (rows["measure"] == name)]
    if rows.empty:
        return None
    row = rows.iloc[0]
    if math.isnan(row["value"]):
        return None
    return Estimate(float(row["value"]), float(row["ci_low"]), float(row["ci_high"]), int(row["n"]))


def right_of_n(findings: Findings, model: str, part: Part) -> str:
    """Return `36 of 38 (82% to 99%)`, or a dash where the model was not judged on this set."""
    found = measure(findings, model, part, "right")
    if found is None:
        return "—"
    return words.share_of(round(found.value * found.n), found.n, found.low, found.high)


def majority(findings: Findings, part: Part) -> int:
    """Return the patients of the larger class: how many a rule that always names it would call right."""
    counts = findings.counts
    if part == "loo":
        return max(counts.train_negative, counts.train_positive)
    return max(counts.independent_negative, counts.independent_positive)


def only_class(findings: Findings, part: Part) -> str:
    """Return the class that all patients of a set are of; empty where both are there, or nobody is."""
    counts = findings.counts
    of_both = (counts.train_negative, counts.train_positive)
    if part == "independent":
        of_both = (counts.independent_negative, counts.independent_positive)
    if (of_both[0] == 0) == (of_both[1] == 0):
        return ""
    return class_names(findings)[findings.labels.name(positive=of_both[0] == 0)]


def size(findings: Findings, part: Part) -> tuple[int, int]:
    """Return the samples of a set, and the persons who gave them."""
    counts = findings.counts
    if part == "loo":
        return counts.n_train, counts.n_train_persons
    return counts.n_independent, counts.n_independent_persons


def noun(findings: Findings, *parts: Part) -> str:
    """Return what a sample of these sets is called: `patient`, or `sample` where some share a person.

    Without `parts` it is asked of both sets together; of a set without samples it is asked of the other one. A study
    of others than patients has its own noun, as a run (`nouns`): a text puts `s` or `'s` behind it as behind a word.
    """
    return of_study(findings).run if one_each(findings, *parts) else "sample"


def one_each(findings: Findings, *parts: Part) -> bool:
    """Whether everybody in these sets gave one sample; asked as `noun` is."""
    asked = [part for part in parts or ("loo", "independent") if size(findings, part)[0]] or ["loo"]
    return "sample" not in {words.who(*size(findings, part)) for part in asked}


def of_study(findings: Findings) -> Noun:
    """Return what the samples of the study were taken from."""
    return findings.settings.study.noun


def them(findings: Findings) -> str:
    """Return `them` for a training patient who was left out, `that mouse` for any other."""
    return "them" if of_study(findings).usual and one_each(findings, "loo") else f"that {left_out(findings)}"


def who(findings: Findings) -> str:
    """Return the word that goes on after the noun: a patient `who`, a mouse `that`."""
    return "who" if of_study(findings).usual else "that"


def people(findings: Findings) -> str:
    """Return `people`, or the study's own noun for many."""
    return "people" if of_study(findings).usual else f"{person(findings)}s"


def with_itself(findings: Findings) -> str:
    """Return what a comparison within persons compares."""
    if of_study(findings).usual:
        return "each person with themselves"
    return f"the samples of each {person(findings)} with each other"


def klass(findings: Findings) -> str:
    """Return what a sample is told apart by: the `diagnosis` of patients, the `class` of any other."""
    return "diagnosis" if of_study(findings).usual else "class"


def person(findings: Findings) -> str:
    """Return what somebody is called who gave several samples: a `person`, or the study's own noun."""
    return of_study(findings).person


def one(findings: Findings) -> str:
    """Return the study's noun, however many samples each gave."""
    return of_study(findings).run


def said(findings: Findings, text: str) -> str:
    """Return words of the package about patients, with no word of the data in them, for the noun of the study."""
    return of_study(findings).said(text)


def measured(findings: Findings) -> str:
    """Return what was measured of each: an `array`, or where reads were counted a `sample`."""
    return "sample" if findings.arrays.sequenced else "array"


def own_name(findings: Findings) -> str:
    """Return the heading over genes as the file names them: `Probe`, or where reads were counted `Gene id`."""
    return "Gene id" if findings.arrays.sequenced else "Probe"


def left_out(findings: Findings) -> str:
    """Return who is left out at once: a `patient`, or a `person` with all their samples."""
    return noun(findings, "loo") if one_each(findings, "loo") else person(findings)


def in_folds(findings: Findings) -> bool:
    """Whether the training patients were left out fold by fold, and not one by one."""
    return findings.validated.scheme == "k-fold"


def left_out_how(findings: Findings, each: str = "each") -> str:
    """Return how the training patients were left out, as a clause that begins in lower case.

    `each patient was left out in turn`, or `the patients were dealt to 10 folds and each fold was left out in turn`.
    """
    who, several = left_out(findings), not one_each(findings, "loo")
    if in_folds(findings):
        own = ", each with all their samples," if several else ""
        folds = words.count(findings.validated.folds)
        return f"the {who}s{own} were dealt to {folds} folds and each fold was left out in turn"
    return f"{each} {who}{', with all their samples,' if several else ''} was left out in turn"


def from_persons(findings: Findings, part: Part) -> str:
    """Return ` from 19 persons` where the samples of the set are more than the persons, else nothing."""
    samples, persons = size(findings, part)
    return f" from {words.plural(persons, person(findings))}" if persons < samples else ""


def called_genes(findings: Findings) -> int:
    """Return how many genes have a q-value of at most the false discovery rate asked for."""
    return int((findings.genes.frame["q_value"] <= findings.settings.tests.fdr).sum())


def within_floor(p: pd.Series, level: float, floor: float) -> str:
    """Return how many p-values of permutations are at most `level`, or that none can be: `floor` is the smallest."""
    return OUT_OF_REACH if floor > level else words.count(int((p <= level).sum()))


def class_names(findings: Findings, width: int = 24) -> dict[str, str]:
    """Return each class name, cut to `width` letters where the two can still be told apart."""
    full = (findings.labels.negative, findings.labels.positive)
    short = tuple(words.shorten(name, width) for name in full)
    shown = short if short[0] != short[1] else tuple(words.plain(name) for name in full)
    return dict(zip(full, shown, strict=True))


def page1_cautions(findings: Findings) -> tuple[str, ...]:
    """Return the texts that belong on the first page."""
    return tuple(caution.text for caution in findings.cautions if caution.weight == "page1")


def is_confounded(findings: Findings) -> bool:
    """Whether a caution for page 1 says that the class can be read off another column of the sample sheet."""
    return any(caution.weight == "page1" and caution.key == ALIASED for caution in findings.cautions)
