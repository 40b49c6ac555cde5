"""The words of one patient's page: two sentences, the facts beside them, and what stands below the drawings."""

from __future__ import annotations

from interpret.explain.what_would_change import Change
from interpret.report import tally, words
from interpret.report.agreement import Agreement
from interpret.report.blocks import Fact, Facts
from interpret.report.findings import Findings, Part
from interpret.report.gene_names import gene_names
from interpret.report.patient_flags import LOOKED_AT
from interpret.report.tally import Judgement
from interpret.report.three_way import DESCRIPTIVE, DO_NOT_ACT
from interpret.validation.calls import UNCERTAIN

LONGEST_FACT = 24
ARITHMETIC = "This is the model's arithmetic: it names no cause and nothing to treat."


def title(sample: str, judged: Judgement, noun: str = "patient") -> str:
    """Return the heading of a patient's page; `noun` is what a sample is called."""
    who, call, truth = (
        f"{words.capital(noun)} {words.plain(sample)}",
        words.plain(judged.argmax_call),
        words.plain(judged.truth),
    )
    if judged.uncertain:
        differs = "" if judged.right else f" (the sample sheet says {truth})"
        return f"{who}: uncertain, {DO_NOT_ACT}{differs}"
    if not judged.right:
        return f"{who}: called {call}, the sample sheet says {truth}"
    return f"{who}: called {call}, as in the sample sheet"


def in_two_sentences(findings: Findings, part: Part, judged: Judgement, agreement: Agreement) -> str:
    """Return what the model says, and what the data support: two sentences that claim no cause."""
    one, model = tally.noun(findings, part), findings.models[0].title
    call, positive = words.plain(judged.argmax_call), words.plain(findings.labels.positive)
    chance = f"giving {positive} a chance of {words.percent(judged.probability)}"
    if judged.uncertain:
        first = (
            f"{model} makes no call for this {one}: it leans towards {call}, {chance}, but not firmly enough to act on"
        )
    else:
        first = f"{model} calls this {one} {call}, {chance}"
    return f"{first}; {agreement.said}. {_supported(findings, part, judged, agreement)}"


def _supported(findings: Findings, part: Part, judged: Judgement, agreement: Agreement) -> str:
    one, truth = tally.noun(findings, part), words.plain(judged.truth)
    if judged.uncertain:
        return f"Take that as no answer: these data neither support nor rule out {truth}, which the sample sheet says."
    if not judged.right:
        return (
            f"The sample sheet says {truth}: either the model or the sheet is wrong about this {one}, and gene "
            "activity alone cannot say which."
        )
    if agreement.disputed:
        return "The sample sheet says the same, but most other models do not: by itself this call says little."
    return (
        f"The sample sheet says the same: the call repeats what was known of this {one} and is no new evidence of "
        f"the {tally.klass(findings)}."
    )


def facts(findings: Findings, part: Part, judged: Judgement, agreement: Agreement) -> Facts:
    """Return the call, the chance, how many other models agree, and the class in the sheet."""
    call = words.capital(UNCERTAIN) if judged.uncertain else words.shorten(judged.call, LONGEST_FACT)
    said = f"three-way call, {findings.models[0].title if part == 'independent' else DESCRIPTIVE}"
    positive = words.shorten(findings.labels.positive, LONGEST_FACT)
    shown = [
        Fact(call, f"{DO_NOT_ACT} ({said})" if judged.uncertain else said),
        Fact(words.percent(judged.probability), f"chance of {positive}, {findings.models[0].title}"),
    ]
    if agreement.others:
        leans = words.shorten(judged.argmax_call, LONGEST_FACT)
        count = f"{words.count(agreement.agree)} of {words.count(agreement.others)}"
        shown.append(Fact(count, f"other models lean towards {leans} too"))
    shown.append(Fact(words.shorten(judged.truth, LONGEST_FACT), "class in the sample sheet"))
    return Facts(tuple(shown))


def how_sure(findings: Findings, part: Part, judged: Judgement) -> str:
    """Return who judged the sample, what certainty means here, and how far the chance lies from one half."""
    away = round(100.0 * abs(judged.probability - 0.5))
    points = words.plural(away, "percentage point") if away else "less than 1 percentage point"
    own = f"{tally.one(findings)}'s own"
    far = f"The chance lies {points} from one half; it is what a model says, not the {own} risk."
    if part == "loo":
        return f"How sure: {_who_judged(findings, part)} {far}"
    made, one, training = findings.three_way, tally.noun(findings, part), tally.noun(findings, "loo")
    kept = (
        "neither class alone is left, so none is called"
        if judged.uncertain
        else f"only {tally.class_names(findings)[judged.call]} is left"
    )
    bound = (
        f"for {one}s drawn as the training {training}s were, the true class is ruled out in at most "
        f"{words.percent(1.0 - made.promise)} of cases; another centre, tissue or array breaks that."
        if made.promise > 0.0
        else f"with so few training {training}s that carries no bound."
    )
    rate = f"At an error rate of {words.percent(made.error_rate)} in each class {kept}"
    return f"How sure: {_who_judged(findings, part)} {rate}; {bound} {far}"


def _who_judged(findings: Findings, part: Part) -> str:
    """Return which models judged the samples of this part."""
    one = tally.noun(findings, part)
    if part == "independent":
        return f"independent {one}, judged by models that were fixed before this {one}'s data were opened."
    return (
        f"training {one}, judged by models that never saw this {tally.left_out(findings)}; the three-way call only "
        "describes, since the models it is held against did."
    )


def what_would_turn(findings: Findings, judged: Judgement, change: Change | None) -> str:
    """Return which genes, at the other class's median, would turn the first model's call."""
    one, asked = tally.noun(findings, "loo"), f"What would turn the {'leaning' if judged.uncertain else 'call'}"
    if change is None:
        return f"{asked}: not worked out for this kind of model."
    called = change.before > 0.5  # noqa: PLR2004  the more probable class
    truth_is_other = (judged.truth == findings.labels.positive) != called
    short = tally.class_names(findings)
    other = short[findings.labels.name(positive=not called)]
    who = f"{'other ' if truth_is_other else ''}{other} training {one}s"
    if not change.swaps:
        return f"{asked}: no gene at the median of the {who} would move the chance. {ARITHMETIC}"
    names, positive = gene_names(findings), short[findings.labels.positive]
    genes = words.listing(
        [
            f"{names.both_marked(swap.gene)} at {words.number(swap.median, 1)} instead of {words.number(swap.value, 1)}"
            for swap in change.swaps
        ]
    )
    listed = f"{genes} (median of the {who}, {change.scale})"
    before, after = words.percent(change.before), words.percent(change.swaps[-1].probability)
    if change.crossed:
        greedy = "" if change.smallest or len(change.swaps) == 1 else " Genes were taken one by one: fewer may do."
        return (
            f"{asked}: with {listed}, the model moves the chance of {positive} from {before} to "
            f"{after}.{greedy} {ARITHMETIC}"
        )
    return (
        f"{asked}: {_out_of_reach(change)}. With {listed}, the model moves the chance of {positive} "
        f"from {before} only to {after}. {ARITHMETIC}"
    )


def _out_of_reach(change: Change) -> str:
    if change.smallest:
        return f"no change of up to {words.spelled(change.most)} genes"
    of, together = words.count(change.candidates), words.spelled(change.most)
    return f"no change of up to {together} of the {of} genes that argue most for it, taken one by one"


def quality(found: tuple[str, ...]) -> list[str]:
    """Return one line a flag, or that there is none."""
    if not found:
        return [f"Quality: no flag ({LOOKED_AT})."]
    return [f"Quality flag: {text}." for text in found]
