"""What every model does to the values and learns in the fold: the table and the sentences of the methods section."""

from __future__ import annotations

from interpret.report import tally, words
from interpret.report.blocks import Block, Bullets, Table, TableColumn, only_on_screen
from interpret.report.every_model import every_model
from interpret.report.findings import Findings


def recipes(findings: Findings) -> Table:
    """Return a row a model, those run in full first."""
    every = every_model(findings)
    rows = tuple(
        (
            words.plain(model.title),
            *(
                words.plain(text.replace("_", " "))  # a parameter is named as in the code
                for text in (
                    model.recipe.values,
                    model.recipe.genes,
                    model.recipe.scaling,
                    model.recipe.tuning,
                    model.recipe.inner,
                )
            ),
        )
        for model in every.models
    )
    heads = (
        *(("Model", "23%"), ("Values", "15%"), ("Genes", "20%")),
        *(("Scaling", "9%"), ("Tuned", "21%"), ("Inner validation", "12%")),
    )
    columns = tuple(TableColumn(head, width=width) for head, width in heads)
    one = tally.noun(findings, "loo")
    note = (
        f"Everything in this table was learnt anew in every fold from its training {one}s alone. Where nothing or none "
        "stands, nothing is learnt."
    )
    return Table("What each model learns in the fold", columns, rows, note)


def beside(findings: Findings) -> list[Block]:
    """Return a sentence or two on each model beside."""
    models = ((words.plain(model.title), words.plain(model.method)) for model in findings.beside.models)
    said = tuple(f"{title}. {tally.said(findings, method)}" for title, method in models)
    return only_on_screen([Bullets("Models beside", said)]) if said else []
