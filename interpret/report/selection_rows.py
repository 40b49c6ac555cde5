"""The genes of the sparse model in one table: in the final model, in the left-out models, on halves of the patients."""

from __future__ import annotations

import pandas as pd

from interpret.contracts import Column, declared
from interpret.models.signature import SIGNATURE_COLUMNS
from interpret.report.every_model import every_model
from interpret.report.findings import Findings, ModelFindings

_WRITTEN = tuple(column for column in SIGNATURE_COLUMNS if column.name != "gene")
SELECTION_COLUMNS = (
    Column("gene", "text", "", "gene or probe"),
    Column("symbol", "text", "", "gene symbol, where an annotation gives one"),
    *_WRITTEN,
    Column("selection_frequency", "number", "", "share of the left-out sparse models that use the gene"),
    Column(
        "half_frequency", "number", "", "share of the halves of the training patients on which the gene is selected"
    ),
    Column("stable", "truth", "", "the share of halves reaches the threshold given in study.json"),
)


def sparse_model(findings: Findings) -> ModelFindings | None:
    """Return the model that the signature belongs to; None where none was run."""
    return next((model for model in every_model(findings).models if model.coefficients is not None), None)


def selection_rows(findings: Findings) -> pd.DataFrame:
    """Return the columns `SELECTION_COLUMNS` for every gene that the final model, a left-out one or a half selects.

    Genes of the final model come first, largest coefficient per standard deviation before; then by the share of halves,
    the share of left-out models, and name.
    """
    chosen, model = findings.selection, sparse_model(findings)
    halves = pd.Series(dtype="float64")
    if chosen.stability is not None:
        table = chosen.stability.table()
        halves = pd.Series(table["frequency"].to_numpy(dtype="float64"), index=table["gene"])
    written = (
        pd.DataFrame(columns=[c.name for c in SIGNATURE_COLUMNS]).set_index("gene").astype("float64")
        if chosen.signature is None
        else chosen.signature.table.set_index("gene")
    )
    frequency = pd.Series(dtype="float64") if model is None else model.selection_frequency
    rest = sorted({*halves.index, *frequency.index} - set(written.index))
    table = written.reindex([*written.index, *rest]).rename_axis("gene").reset_index()
    symbols = findings.evidence.set_index("gene")["symbol"]
    table["symbol"] = symbols.reindex(table["gene"]).fillna("").to_numpy(dtype=object)
    table["selection_frequency"] = frequency.reindex(table["gene"]).fillna(0.0).to_numpy(dtype="float64")
    table["half_frequency"] = halves.reindex(table["gene"]).fillna(0.0).to_numpy(dtype="float64")
    table["stable"] = table["gene"].isin(() if chosen.stability is None else chosen.stability.chosen)
    table["_later"] = ~table["gene"].isin(written.index)
    table["_place"] = [i if i < len(written) else 0 for i in range(len(table))]
    order = ["_later", "_place", "half_frequency", "selection_frequency", "gene"]
    table = table.sort_values(order, ascending=[True, True, False, False, True], kind="stable", ignore_index=True)
    return declared(table.drop(columns=["_later", "_place"]), SELECTION_COLUMNS, "selection")
