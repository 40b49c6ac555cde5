"""The notebook study beside this one: the same models, once as it did them and once as they are judged here."""

from __future__ import annotations

from interpret.models.presets.notebook import GENES
from interpret.report import tally, words
from interpret.report.blocks import Block, Prose, Table, TableColumn
from interpret.report.every_model import every_model, model_named
from interpret.report.findings import Findings, NotebookResult
from interpret.scoring.intervals import clopper_pearson


def notebook(findings: Findings) -> list[Block]:
    """Return what the notebook did and its table; nothing where its preset was not asked for."""
    if not findings.notebook:
        return []
    return [_differs(findings), _table(findings)]


def _differs(findings: Findings) -> Prose:
    many = words.spelled(len(findings.notebook))
    one, other = tally.noun(findings, "loo"), tally.noun(findings, "independent")
    did = (
        f"The notebook study, from which this package set out, took the values as they were read, the "
        f"{words.count(GENES)} genes with the largest F over all training {one}s, and every parameter at its default. "
        f"Its {many} models were then tested on the independent {other}s, so that these were looked at once for every "
        f"model; within the training {one}s nothing was held out. That is repeated here as it was done."
    )
    here = (
        "Here values are clamped, filtered and logged, and the choice of genes, scaling and tuning are learnt anew in "
        f"every fold. The judgement rests on the left-out {one}s; the independent {other}s only confirm. "
        f"A difference of a few {one}s between two columns is within chance."
    )
    return Prose((did, here))


def _table(findings: Findings) -> Table:
    columns = (
        TableColumn("Model"),
        TableColumn("Notebook: independent", "right"),
        TableColumn("Here: left out in turn", "right"),
        TableColumn("Here: independent", "right"),
    )
    rows = tuple((words.plain(each.title), _theirs(each), *_ours(findings, each.name)) for each in findings.notebook)
    note = (
        f"{words.capital(tally.noun(findings))}s called right, of n, with 95% interval (Clopper and Pearson). Not run: "
        "the model is not among those judged here."
    )
    return Table("As the notebook did it, and here", columns, rows, note)


def _theirs(each: NotebookResult) -> str:
    return words.share_of(each.right, each.n, *clopper_pearson(each.right, each.n))


def _ours(findings: Findings, name: str) -> tuple[str, str]:
    if model_named(findings, name) is None:
        return "not run", "not run"
    every = every_model(findings)
    return tally.right_of_n(every, name, "loo"), tally.right_of_n(every, name, "independent")
