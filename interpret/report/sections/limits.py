"""What went wrong, what cannot be concluded, and what no study of this kind can show."""

from __future__ import annotations

from interpret.report import blindness, design_words, tally, words
from interpret.report.blocks import Block, Bullets, Callout, Prose, Section
from interpret.report.findings import Findings


def section(findings: Findings) -> Section:
    """Return the section on limits and cautions."""
    blocks: list[Block] = [
        Callout(
            "Research use only",
            "This report is for research. It is no medical device, it has not been validated for clinical use, and no "
            "decision on a patient's diagnosis or treatment may rest on it.",
        )
    ]
    if findings.simulated:
        blocks.append(
            Callout(
                "Simulated data",
                f"The {tally.one(findings)}s of this report do not exist. Their values were drawn at random with "
                "differences planted on purpose, to show what a report looks like.",
            )
        )
    blocks += _cautions(findings)
    blocks.append(Bullets("Limits of any study of this kind", standing(findings)))
    return Section("limits", "Limits and cautions", tuple(blocks))


def _cautions(findings: Findings) -> list[Block]:
    """Return every caution of the findings, those of page 1 first."""
    first = [caution.text for caution in findings.cautions if caution.weight == "page1"]
    other = [caution.text for caution in findings.cautions if caution.weight != "page1"]
    blocks: list[Block] = [Callout("Also on page 1", words.plain(text)) for text in first]
    if other:
        blocks.append(Bullets("Found in this study", tuple(words.plain(text) for text in other)))
    if not findings.cautions:
        blocks.append(Prose(("The checks made on this study found nothing else to warn of.",)))
    return blocks


def standing(findings: Findings) -> tuple[str, ...]:
    """Return the limits that hold whatever was found."""
    counts, labels = findings.counts, findings.labels
    one = tally.noun(findings, "loo")
    that = "who" if one == "patient" else "that"  # of any other noun too
    many = f"{tally.one(findings)}s"
    where = "hospital" if tally.of_study(findings).usual else "laboratory"
    share = words.percent(counts.train_positive / counts.n_train)
    made = findings.three_way
    smaller = words.plural(made.smaller, tally.left_out(findings))
    promise = words.percent(made.promise)
    left_out = "Left-out" if tally.in_folds(findings) else "Leave-one-out"
    other = "by another way of sequencing" if findings.arrays.sequenced else "on other arrays"
    items = [
        (
            f"One study. {words.plural(counts.n_train, f'training {one}')} cannot show how the models do in another "
            f"{where}, {other}, or in {many} chosen in another way."
        ),
        (
            f"The chances depend on the share of each class among the training {one}s ({share} {labels.positive}). "
            "Where that share differs, the chances are off."
        ),
        "The first model is the first in the settings, fixed in advance. It was not picked for doing best.",
        f"{left_out} calls are not independent of each other, so their intervals are approximate.",
        (
            f"Three-way calls: for a new {one} {that} is like the training {one}s the true class is not ruled out "
            f"in at least {promise} of cases. Nothing is promised for {one}s {that} differ. With {smaller} "
            f"in the smaller class no error rate below {words.percent(made.floor)} can be had. For the training "
            f"{one}s themselves these calls only describe.{_of_one_person(findings)}"
        ),
        _corrected(findings),
        "SHAP values explain a model. A gene with a large value need not be a cause, a marker or a target.",
        _names_of_genes(findings),
    ]
    if counts.n_independent:
        items.insert(
            1,
            blindness.standing(findings),
        )
    else:
        items.insert(1, f"No independent {one}s: everything here was learnt and judged within one group of {many}.")
    return tuple(item for item in items if item)


def _of_one_person(findings: Findings) -> str:
    """Return what several samples of a person cost the promise of three-way calls; nothing where there are none."""
    if tally.one_each(findings, "loo"):
        return ""
    return f" Samples of one {tally.person(findings)} are alike, so what is promised holds only roughly."


def _corrected(findings: Findings) -> str:
    """Return what the tests adjust for, and that the models adjust for nothing."""
    kind = findings.design.kind
    if kind == "groups":
        return "Nothing was corrected for centre, batch, age or any other column of the sample sheet."
    if kind == "pairs":
        return (
            f"The tests of the genes compare {tally.with_itself(findings)}; beyond that, nothing was corrected for. "
            "The models, their calls and their explanations are not corrected for anything."
        )
    return (
        f"The tests of the genes are adjusted for {design_words.held_equal(findings)} and for nothing else: what is "
        "not in the sample sheet, or acts otherwise than the model says, is still there. The models, their calls and "
        "their explanations are not corrected for anything."
    )


def _names_of_genes(findings: Findings) -> str:
    if findings.arrays.sequenced:
        return "A read may fit more than one gene, and names of genes change. Check the gene before it is acted on."
    return "A probe may match more than one gene, and names of genes change. Check the probe before a gene is acted on."
