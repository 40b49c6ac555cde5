"""The answer in one sentence, and the few sentences under it. They claim no more than the intervals allow."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from interpret.report import tally, words
from interpret.report.findings import Findings, Part

OFTEN_WRONG = 0.2  # with more wrong calls than this, "told A from B" would say too much
LONGEST_PAIR = 40  # letters of both class names together that a headline can carry


class Verdict(StrEnum):
    """What may be said of a model's calls on one set."""

    GOOD = "good"
    POOR = "poor"
    NONE = "none"


@dataclass(frozen=True)
class Answer:
    """The headline and the paragraph under it."""

    headline: str
    lede: str


def verdict(findings: Findings, model: str, part: Part) -> Verdict:
    """Judge the calls of one model on one set.

    NONE: the interval of the share right includes what always naming the larger class would reach. POOR: it does not,
    yet more than one call in five is wrong. GOOD: neither.
    """
    right = tally.measure(findings, model, part, "right")
    calls = tally.count_calls(findings, model, part)
    if right is None or calls.n == 0:
        return Verdict.NONE
    if not right.low > tally.majority(findings, part) / calls.n:
        return Verdict.NONE
    return Verdict.POOR if calls.wrong > OFTEN_WRONG * calls.n else Verdict.GOOD


def has_long_names(findings: Findings) -> bool:
    """Whether the class names are too long for headlines and large numbers."""
    return len(findings.labels.negative) + len(findings.labels.positive) > LONGEST_PAIR


def pair(findings: Findings, joint: str = "from") -> str:
    """Return `ALL from AML`, or words that fit a headline where the class names are long."""
    if has_long_names(findings):
        return "one group from the other" if joint == "from" else "the two groups"
    labels = findings.labels
    return f"{labels.negative} {joint} {labels.positive}"


def answer(findings: Findings) -> Answer:
    """Return the headline and lede of page 1, from the first model's calls on the left-out patients."""
    model = findings.models[0].name
    calls = tally.count_calls(findings, model, "loo")
    judged = verdict(findings, model, "loo")
    told = f"Gene activity told {pair(findings)}"
    counted = f"{tally.noun(findings, 'loo')}s{tally.from_persons(findings, 'loo')}"
    right = f"{words.of(calls.right, calls.n)} {counted}"
    if judged is Verdict.NONE:
        headline = _not_told(findings, calls, right)
    elif judged is Verdict.POOR:
        headline = f"{told} in {right}: better than guessing, but not dependable"
    elif _fell(findings, model):
        apart = tally.count_calls(findings, model, "independent")
        headline = (
            f"{told} in {right}, but called only {words.count(apart.right)} of {words.count(apart.n)} kept apart right"
        )
    elif tally.is_confounded(findings):
        headline = f"{told} in {right}, but the groups differ in other ways too"
    else:
        headline = f"{told} in {right}"
    sentences = [
        _who(findings),
        _left_out(findings, calls),
        _guessing(findings, model, judged),
        _independent(findings, model),
    ]
    return Answer(headline, " ".join(sentence for sentence in sentences if sentence))


def _not_told(findings: Findings, calls: tally.Calls, right: str) -> str:
    """Return the headline of calls that may be no better than always naming one group."""
    larger = tally.majority(findings, "loo")
    if calls.right > larger:
        same = f"{words.count(larger)} by always naming one group"
        return f"Gene activity was not shown to tell {pair(findings)}: {right} called right, {same}"
    return f"Gene activity did not reliably tell {pair(findings)}: {right} called right"


def _fell(findings: Findings, model: str) -> bool:
    """Whether the patients kept apart contradict the left-out ones: no better than guessing, and clearly below them."""
    within = tally.measure(findings, model, "loo", "right")
    apart = tally.measure(findings, model, "independent", "right")
    if within is None or apart is None:
        return False
    return verdict(findings, model, "independent") is Verdict.NONE and apart.high < within.value


def _who(findings: Findings) -> str:
    labels = findings.labels
    if has_long_names(findings):
        said = f"The groups are {labels.negative} and {labels.positive}"
        return said if said.endswith(".") else f"{said}."  # a label may bring its own
    return ""


def _left_out(findings: Findings, calls: tally.Calls) -> str:
    who, them = tally.left_out(findings), tally.them(findings)
    first = f"Each {who} was left out in turn and called by a model that had never seen {them}."
    if not tally.one_each(findings, "loo"):
        first = f"Each {who} was left out in turn, with all their samples, and called by a model that never saw them."
    if tally.in_folds(findings):
        first = f"{words.capital(tally.left_out_how(findings))}, to be called by a model that had never seen it."
    verb = "were" if calls.wrong > 1 else "was"
    counted = words.spelled_plural(calls.wrong, "call")
    wrong = f"{words.capital(counted) if counted[0].isalpha() else f'In all, {counted}'} {verb} wrong"
    close = calls.unsure_right
    if close == 0:
        return f"{first} {wrong}."
    other = f", and {words.spelled(close)} more" if calls.wrong else f", but {words.spelled(close)}"
    return f"{first} {wrong}{other} {'was' if close == 1 else 'were'} uncertain, not to be acted on."


def _guessing(findings: Findings, model: str, judged: Verdict) -> str:
    """Say what always naming the larger group reaches, where the model is not far above it."""
    if judged is Verdict.GOOD:
        return ""
    n, larger = findings.counts.n_train, tally.majority(findings, "loo")
    always = f"Always naming the same group would be right in up to {words.count(larger)} of {words.count(n)}"
    right = tally.measure(findings, model, "loo", "right")
    if right is None:
        return f"{always}."
    return f"{always}; the model's true rate is plausibly {words.percent_interval(right.low, right.high)}."


def _independent(findings: Findings, model: str) -> str:
    """Say in one sentence what happened in patients kept apart, with n, or that nobody was."""
    calls = tally.count_calls(findings, model, "independent")
    if calls.n == 0:
        return f"The result has not been tested in other {tally.left_out(findings)}s."
    kept = f"Of {words.plural(calls.n, tally.noun(findings, 'independent'))} kept apart until the model was fixed"
    right = f"{words.count(calls.right)} {'was' if calls.right == 1 else 'were'} called right"
    only = tally.only_class(findings, "independent")
    if only:
        each = "" if calls.n == 1 else "all "
        return f"{kept}, {each}{only}, {right}; how the other group would be called was not tested."
    sentence = f"{kept}, {right}"
    if verdict(findings, model, "independent") is Verdict.NONE:
        larger = tally.majority(findings, "independent")
        return f"{sentence}; always naming the same group would be right in up to {words.count(larger)}."
    return f"{sentence}."
