"""Every method that a study used, in full: the same records that `interpret methods` prints; on a screen alone."""

from __future__ import annotations

from collections.abc import Iterator

from interpret.method import ROOMS, Method
from interpret.models.learner import Family
from interpret.report import tally, words
from interpret.report.blocks import Block, Bullets
from interpret.report.every_model import every_model
from interpret.report.findings import Findings
from interpret.report.method_registry import TITLES, every_method
from interpret.report.sections.expression import tests_run
from interpret.stats.multiplicity import ADJUSTMENTS

_EXPLAINED: dict[Family, str] = {
    "linear": "linear-shap",
    "additive": "linear-shap",
    "constant": "linear-shap",
    "tree": "tree-shap",
    "boosted": "tree-shap",
    "other": "sampled-shap",
}


def in_full(findings: Findings) -> list[Block]:
    """Return a list a room, an item a method used."""
    names = set(_used(findings))
    used = [method for method in every_method() if method.name in names]
    by_room = {
        room: tuple(tally.said(findings, _said(method)) for method in used if method.room == room) for room in ROOMS
    }
    return [Bullets(f"{TITLES[room]}, in full", items, on_paper=False) for room, items in by_room.items() if items]


def _said(method: Method) -> str:
    basis = method.basis
    parts = (
        f"{words.capital(method.title)}. Estimates: {words.within(basis.estimand)}",
        f"Formula: {basis.formula}",
        f"Assumes: {words.within(basis.assumptions)}",
        f"Source: {basis.reference}",
    )
    return " ".join(f"{part.removesuffix('.')}." for part in parts)


def _used(findings: Findings) -> Iterator[str]:
    """Yield the names of the methods whose numbers the report holds."""
    yield from (test.name.replace("_", "-") for test in tests_run(findings))
    yield from (rule.name for rule in ADJUSTMENTS)
    yield from ("fold-change", "hedges-g", "gene-auc", "storey", "components", "array-tree", "confounding")
    if findings.diagnostics.resampled is not None:
        yield "maxt"
    if findings.genes.frame["independent_p"].notna().any():
        yield "replication"
    if findings.gene_sets is not None:
        yield from ("camera", "over-representation", "set-overlap")
    every = every_model(findings).models
    yield from (model.name for model in every)
    taken = {*findings.measures["measure"], *(each.measure for each in findings.not_taken)}
    yield from (name.replace("_", "-") for name in taken)
    yield from ("k-fold" if tally.in_folds(findings) else "leave-one-out", "three-way-calls", "roc-band")
    yield "decision-curve"
    if findings.permuted:
        yield "shuffled-labels"
    if not findings.comparisons.empty:
        yield "comparison"
    if findings.selection.stability is not None:
        yield "stability-selection"
    yield from (_EXPLAINED[model.frozen.family] for model in every if model.attribution)
    yield from ("consensus", "stability")
    if findings.blocks.weights:
        yield from ("gene-blocks", "replacement")
    if findings.interactions.held:
        yield "interactions"
    if findings.agreement:
        yield "rank-overlap"
