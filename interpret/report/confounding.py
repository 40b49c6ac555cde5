"""What cannot be concluded because something else goes with the class: the cautions, those of page 1 among them."""

from __future__ import annotations

from collections.abc import Sequence

from interpret.data.cohort import Labels
from interpret.data.study import Study
from interpret.nouns import USUAL, Noun
from interpret.report import words
from interpret.report.findings import Caution
from interpret.report.tally import ALIASED, NEARLY_ALIASED
from interpret.validation.identifiability import Relation

LONGEST_DETAIL = 60  # letters; longer lists of values do not fit page 1
_ORDER_OF_LEADS = ("levels", "values", "gaps")
_SEVERAL = {
    "levels": "each value of {columns} occurs in one class only",
    "values": "{columns} is higher in every {one} of one class than in any of the other",
    "gaps": "{columns} {be} known for one class only",
}


def confounding(study: Study, relations: Sequence[Relation], noun: Noun = USUAL) -> list[Caution]:
    """Return what follows from the relations of the class in the training set."""
    labels, one = study.training.labels, words.who(study.training.n, study.training.n_persons, noun)
    columns = [relation for relation in relations if relation.column]
    exact = [relation for relation in columns if relation.verdict == "exact"]
    near = sorted((relation for relation in columns if relation.verdict == "near"), key=_weight)
    found = []
    if exact:
        found.append(Caution(ALIASED, _coincides(exact, near, labels, one), "page1"))
    elif near:
        found.append(Caution(NEARLY_ALIASED, _nearly(near, labels, one), "page1"))
    found += [_order(relation, labels) for relation in relations if relation.aspect == "order" and _found(relation)]
    if study.training.covariates.columns.empty:
        text = (
            "No sample sheet with centre, batch or date was given, so it could not be checked whether the classes "
            "also differ in where or when the samples were taken. If they do, part of what is shown here may come "
            "from that."
        )
        found.append(Caution("no_covariates", text, "page1"))
    return found


def _found(relation: Relation) -> bool:
    return relation.verdict != "none"


def _weight(relation: Relation) -> tuple[bool, float]:
    """Return what sorts values before gaps, and each by how far it tells the classes apart."""
    return relation.aspect == "gaps", -relation.share


def _coincides(exact: Sequence[Relation], near: Sequence[Relation], labels: Labels, one: str) -> str:
    lead = min(exact, key=lambda relation: _ORDER_OF_LEADS.index(relation.how))
    name = words.plain(lead.column)
    what = f"whether the genes and the models follow {labels.negative} against {labels.positive} or {name}"
    if lead.how == "gaps":
        text = (
            f"In the training {one}s {name} is known for one class only{detail(lead, labels)}: {what}, or whatever "
            "went with its being recorded, cannot be concluded."
        )
    else:
        both = f"class and column {name} coincide{detail(lead, labels)}"
        text = f"In the training {one}s {both}: {what} cannot be concluded."
    alike = "recorded in the same way" if lead.how == "gaps" else f"alike in {name}"
    text += f" No correction can mend that, and none was made: it takes {one}s of both classes that are {alike}."
    rest = [relation for relation in exact if relation is not lead]
    reasons = [_said(how, [each for each in rest if each.how == how], one) for how in _ORDER_OF_LEADS]
    also = [reason for reason in reasons if reason]
    if also:
        text += f" Also, {words.listing(also)}."
    if near:
        text += f" Not far from it: {words.listing([named(relation) for relation in near])}."
    return text


def _said(how: str, relations: Sequence[Relation], one: str) -> str:
    names = [words.plain(relation.column) for relation in relations]
    if not names:
        return ""
    listed = words.listing(names)
    if len(names) > 1 and how == "values":
        listed = f"each of {listed}"
    return _SEVERAL[how].format(columns=listed, one=one, be="is" if len(names) == 1 else "are")


def detail(relation: Relation, labels: Labels) -> str:
    """Return ` (DFCI in all 27 ALL, CALGB in all 11 AML)` where that is short, else nothing."""
    if relation.how == "values" or not relation.levels:
        return ""
    parts = []
    sides = (
        (labels.negative, relation.n_first, [(level.name, level.n_first) for level in relation.levels]),
        (labels.positive, relation.n_second, [(level.name, level.n_second) for level in relation.levels]),
    )
    for label, total, levels in sides:
        here = [(name, n) for name, n in levels if n]
        if len(here) != 1:
            return ""
        name, n = here[0]
        parts.append(f"{words.plain(name)} in {words.of(n, total)} {words.plain(label)}")
    text = f" ({', '.join(parts)})"
    return text if len(text) <= LONGEST_DETAIL else ""


def named(relation: Relation) -> str:
    """Return `Gender (known or not, 93%)`: the column, what was asked of it, how far it tells the classes apart."""
    share = words.percent(relation.share)
    asked = f"known or not, {share}" if relation.aspect == "gaps" else share
    return f"{words.plain(relation.column)} ({asked})"


def _nearly(near: Sequence[Relation], labels: Labels, one: str) -> str:
    lead, name = near[0], words.plain(near[0].column)
    thing = f"whether {name} is known" if lead.aspect == "gaps" else name
    text = (
        f"In the training {one}s {thing} nearly coincides with the class (it tells the classes apart to "
        f"{words.percent(lead.share)}; 50% is chance): part of what is found may follow it instead of "
        f"{labels.negative} against {labels.positive}."
    )
    if near[1:]:
        text += f" The same holds for {words.listing([named(relation) for relation in near[1:]])}."
    return text


def _order(relation: Relation, labels: Labels) -> Caution:
    if relation.verdict == "exact":
        stand = f"all {labels.negative} samples stand together and all {labels.positive} samples stand together"
    else:
        stand = f"samples of one class tend to stand together ({words.p_brief(relation.p)})"
    text = (
        f"In the training set {stand} in the order of their names. If samples were processed in that order, a change "
        "over time would look like a difference between the classes."
    )
    return Caution("sample_order", text, "limit")
