"""The CSV files: declared columns, UTF-8, shortest numbers that read back to the same float, no formula."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from interpret.contracts import Column, declared
from interpret.explain.attribution import EXPLANATION_COLUMNS
from interpret.explain.block_table import block_columns, block_rows
from interpret.explain.interactions import INTERACTION_COLUMNS
from interpret.report.every_model import every_model
from interpret.report.files.delimited import delimited
from interpret.report.findings import MODEL_COLUMNS, PREDICTION_COLUMNS, Findings
from interpret.report.patient_rows import PATIENT_COLUMNS, patient_rows
from interpret.report.selection_rows import SELECTION_COLUMNS, selection_rows
from interpret.stats.gene_sets.answer import SET_COLUMNS
from interpret.validation.comparison import COMPARISON_COLUMNS
from interpret.validation.identifiability import STRATA_COLUMNS
from interpret.validation.influence import INFLUENCE_COLUMNS


def genes_csv(findings: Findings) -> bytes:
    """Return genes.csv: one row a tested gene, in the order of the expression file."""
    return _csv(findings.genes.frame, findings.genes.columns, "genes")


def gene_sets_csv(findings: Findings) -> bytes:
    """Return gene_sets.csv: one row a set that was asked about, the smallest p-value of camera first."""
    found = findings.gene_sets
    empty = pd.DataFrame(columns=[column.name for column in SET_COLUMNS], dtype=object)
    return _csv(empty if found is None else found.table, SET_COLUMNS, "gene_sets")


def predictions_csv(findings: Findings) -> bytes:
    """Return predictions.csv: one row a model, set and patient."""
    return _csv(every_model(findings).predictions, PREDICTION_COLUMNS, "predictions")


def patients_csv(findings: Findings) -> bytes:
    """Return patients.csv: one row a sample, what stands on its page."""
    return _csv(patient_rows(findings), PATIENT_COLUMNS, "patients")


def models_csv(findings: Findings) -> bytes:
    """Return models.csv: one row a model, set and measure."""
    return _csv(every_model(findings).measures, MODEL_COLUMNS, "models")


def comparisons_csv(findings: Findings) -> bytes:
    """Return comparisons.csv: one row a set and pair of models, on the same patients."""
    return _csv(findings.comparisons, COMPARISON_COLUMNS, "comparisons")


def explanations_csv(findings: Findings) -> bytes:
    """Return explanations.csv: one row a model, set, patient and gene with a non-zero SHAP value."""
    return _csv(findings.explanations, EXPLANATION_COLUMNS, "explanations")


def evidence_csv(findings: Findings) -> bytes:
    """Return evidence.csv: one row a gene, what every method says of it side by side."""
    return _csv(findings.evidence, findings.evidence_columns, "evidence")


def blocks_csv(findings: Findings) -> bytes:
    """Return blocks.csv: one row a block of correlated genes and gene, what each model makes of it."""
    frame = findings.genes.frame
    symbols = dict(zip(frame["gene"].astype(str), frame["symbol"].fillna("").astype(str), strict=True))
    columns = block_columns([weights.model for weights in findings.blocks.weights])
    return _csv(block_rows(findings.blocks, symbols), columns, "blocks")


def interactions_csv(findings: Findings) -> bytes:
    """Return interactions.csv: one row a tree model run in full and pair of genes looked at, ten a model at most."""
    return _csv(findings.interactions.table, INTERACTION_COLUMNS, "interactions")


def selection_csv(findings: Findings) -> bytes:
    """Return selection.csv: one row a gene that the sparse model chooses anywhere."""
    return _csv(selection_rows(findings), SELECTION_COLUMNS, "selection")


def strata_csv(findings: Findings) -> bytes:
    """Return strata.csv: one row a model run in full, set, column and value that both classes have."""
    return _csv(findings.identifiability.strata, STRATA_COLUMNS, "strata")


def influence_csv(findings: Findings) -> bytes:
    """Return influence.csv: one row a training person, what changes without them."""
    return _csv(findings.questioned.influence.table, INFLUENCE_COLUMNS, "influence")


def quality_csv(findings: Findings) -> bytes:
    """Return quality.csv: one row a sample, what its array looks like and whose sex it speaks for."""
    return _csv(findings.arrays.table, findings.arrays.columns, "quality")


def _csv(frame: pd.DataFrame, columns: Iterable[Column], table: str) -> bytes:
    return delimited(declared(frame, columns, table))
