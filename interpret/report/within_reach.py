"""What this study could have found, in words: no study that finds nothing is read rightly without it."""

from __future__ import annotations

import math

from interpret.report import tally, words
from interpret.report.design_words import effect_unit, is_fold_change
from interpret.report.findings import Findings

NEARLY_ALL = 0.995


def usual_gene(findings: Findings) -> str:
    """Return how much a gene of usual spread would have had to differ to be found; empty where that is not known."""
    found = findings.diagnostics.detectable
    if not math.isfinite(found.effect[1]):
        return ""
    return (
        f"With these {tally.noun(findings, 'loo')}s, a gene of usual spread would have had to differ by "
        f"{_size(findings, found.effect[1])} to be found with a chance of {words.percent(found.power)}."
    )


def usual_gene_briefly(findings: Findings) -> str:
    """Return the same for page 1: as a ratio where it is one."""
    found = findings.diagnostics.detectable
    if not math.isfinite(found.effect[1]):
        return ""
    size = words.fold(found.effect[1]) if is_fold_change(findings) else f"by {words.number(found.effect[1])}"
    return f"A gene had to differ about {size} to be found with a chance of {words.percent(found.power)}."


def spread(findings: Findings) -> str:
    """Return what genes of small and of large spread needed, and at which p-value; empty where not known."""
    found = findings.diagnostics.detectable
    if not all(math.isfinite(effect) for effect in found.effect):
        return ""
    small, _, large = (words.number(effect) for effect in found.effect)
    needed = words.p_value(found.p_limit)
    if tally.called_genes(findings):
        reached = f"With the list as it is, a gene was found at p-values of up to about {needed}."
    else:
        reached = f"To be found on its own, a gene needed a p-value of {needed} or less."
    return (
        f"A gene {_that_varies(findings, 'little')} (quarter point of all genes) needed {small}, one "
        f"{_that_varies(findings, 'much')} (three-quarter point) {large}. {reached}"
    )


def _that_varies(findings: Findings, how: str) -> str:
    """Return which spread it is that the tests weigh a difference against."""
    if findings.design.kind == "groups":
        one = tally.noun(findings, "loo")
        return f"that varies {how} from {one} to {one}"
    if findings.design.kind == "pairs":
        return f"whose difference varies {how} from {tally.person(findings)} to {tally.person(findings)}"
    return f"that varies {how} once all else in the model is held equal"


def share_without_difference(findings: Findings) -> str:
    """Return both estimates of the share of genes that do not differ."""
    checks = findings.diagnostics
    both = (checks.pi0_smoother, checks.pi0_bootstrap)
    if not all(math.isfinite(pi0) for pi0 in both):
        return (
            "The share of genes that do not differ (pi0) could not be estimated: there are fewer than 100 genes, or "
            "hardly a p-value lies near 1. Storey's q-values take it as 100% where they need it."
        )
    smoother, bootstrap = (words.percent(pi0) for pi0 in both)
    limits = "they say nothing of a single gene, and genes that are few or differ little do not show in them"
    if max(both) >= NEARLY_ALL:
        limits += ". So 100% would not mean that no gene differs"
    return (
        f"The share of genes that do not differ (pi0) is estimated at {smoother} by Storey's smoother and {bootstrap} "
        f"by his bootstrap. These are estimates from the shape of all p-values together: {limits}."
    )


def share_briefly(findings: Findings) -> str:
    """Return the estimates for the story of a study that found nothing; empty where there is none."""
    checks = findings.diagnostics
    if not (math.isfinite(checks.pi0_smoother) and math.isfinite(checks.pi0_bootstrap)):
        return ""
    smoother, bootstrap = words.percent(checks.pi0_smoother), words.percent(checks.pi0_bootstrap)
    shares = smoother if smoother == bootstrap else f"{smoother} or, by another rule, {bootstrap}"
    return (
        f"From all p-values together, the share of genes that do not differ is estimated at {shares}; genes that are "
        "few or differ little do not show in that."
    )


def _size(findings: Findings, effect: float) -> str:
    ratio = f"; {words.fold(effect)}" if is_fold_change(findings) else ""
    return f"{words.number(effect, 1 if abs(effect) >= 1.0 else 2)} ({effect_unit(findings)}{ratio})"
