"""What was found, for the clinician: the genes that differ, and whom the models called right."""

from __future__ import annotations

from dataclasses import replace

from interpret.report import tally, words
from interpret.report.blocks import Block, Prose, Section
from interpret.report.figures.calls import calls
from interpret.report.figures.volcano import volcano
from interpret.report.findings import Findings
from interpret.report.inline import see
from interpret.report.sections import expression

VOLCANO, CALLS = "volcano", "calls"


def section(findings: Findings) -> Section:
    """Return the section on what was found."""
    blocks: list[Block] = [
        Prose((genes(findings),)),
        replace(volcano(findings, low=True), key=VOLCANO),
        *expression.replication(findings),
        Prose((patients(findings),)),
        replace(calls(findings), key=CALLS),
    ]
    return Section("found", "What was found", tuple(blocks))


def genes(findings: Findings) -> str:
    """Return how many genes differ, and where to read more of them."""
    labels = findings.labels
    asked = (
        f"Genes. {words.capital(words.plural(findings.counts.tested, 'gene'))} were asked whether their mean activity "
        f"differs between {labels.negative} and {labels.positive}."
    )
    first = see(expression.TOP_GENES, "Differential expression")
    return f"{asked} {expression.answer(findings)} The first genes: {first}; all of them: genes.csv and report.html."


def patients(findings: Findings) -> str:
    """Return whom each model run in full called right, with what its interval allows."""
    one, apart = tally.noun(findings, "loo"), findings.counts.n_independent
    said = []
    for model in findings.models:
        right = f"{words.plain(model.title)}: {tally.right_of_n(findings, model.name, 'loo')} right"
        if apart:
            right += f", and {tally.right_of_n(findings, model.name, 'independent')} of those kept apart"
        said.append(f"{right}.")
    return (
        f"{words.capital(one)}s. Each training {one} was called by a model that had never seen "
        f"{tally.them(findings)}. {' '.join(said)} In brackets: where the true share "
        f"plausibly lies (95% interval). {_always(findings)}"
    )


def _always(findings: Findings) -> str:
    """Say what takes no model at all, so that nobody reads a share without it."""
    n, one = findings.counts.n_train, tally.noun(findings, "loo")
    larger = words.count(tally.majority(findings, "loo"))
    always = f"Always naming the larger group would be right for {larger} of the {words.plural(n, f'training {one}')}"
    if not findings.counts.n_independent:
        return f"{always}."
    most = words.count(tally.majority(findings, "independent"))
    return f"{always}, and for up to {most} of the {words.count(findings.counts.n_independent)} kept apart."
