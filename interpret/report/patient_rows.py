"""The rows of patients.csv: what stands on the page of each patient, for machines."""

from __future__ import annotations

import pandas as pd

from interpret.contracts import Column
from interpret.explain.dossier import Dossier
from interpret.nouns import resolved
from interpret.report import tally
from interpret.report.agreement import agreement
from interpret.report.findings import Findings, Part
from interpret.report.patient_flags import flags

BETWEEN = "; "
PARTS: tuple[Part, ...] = ("loo", "independent")

PATIENT_COLUMNS = (
    Column("set", "text", "", "loo: by the model that never saw them; independent: by the frozen model"),
    Column("sample", "text", "", "sample"),
    Column("truth", "text", "", "class in the sample sheet"),
    Column("model", "text", "", "the first model, which the next columns are about"),
    Column("probability", "number", "", "predicted probability of the positive class"),
    Column("argmax_call", "text", "", "the more probable class"),
    Column("call", "text", "", "three-way call; on left-out patients it only describes"),
    Column("agree", "integer", "models", "other models with the same more probable class"),
    Column("others", "integer", "models", "other models that look at genes"),
    Column("nearest", "text", "", "training samples that resemble it most, nearest first, parted by '; '"),
    Column("nearest_similarity", "number", "", "correlation with the nearest of them"),
    Column("nearest_positive", "integer", "samples", "how many of them are of the positive class"),
    Column("nearest_count", "integer", "samples", "how many there are"),
    Column("flags", "text", "", "what was found of the sample's quality, parted by '; '; empty: nothing"),
    Column(
        "change_genes",
        "text",
        "",
        "genes that, at the other class's median, turn the model's call or move it most, parted by '; '",
    ),
    Column("change_probability", "number", "", "the model's probability with them; arithmetic, no cause"),
    Column("change_turns", "text", "", "yes or no: whether the call is turned; empty: not worked out"),
)


def patient_rows(findings: Findings) -> pd.DataFrame:
    """Return one row a sample, training ones first, with columns `PATIENT_COLUMNS`."""
    first, flagged, agreed = findings.models[0].name, flags(findings), agreement(findings)
    rows = []
    for part in PARTS:
        for sample, judged in tally.judgements(findings, part).items():
            own, agree = judged[first], agreed[part, sample]
            said = (own.truth, first, own.probability, own.argmax_call, own.call, agree.agree, agree.others)
            dossier = findings.dossiers.find(part, sample)
            near, change = _nearest(dossier), _change(dossier)
            rows.append((part, sample, *said, *near, resolved(BETWEEN.join(flagged.get((part, sample), ()))), *change))
    frame = pd.DataFrame(rows, columns=[column.name for column in PATIENT_COLUMNS])
    counts = [column.name for column in PATIENT_COLUMNS if column.kind == "integer"]
    numbers = [column.name for column in PATIENT_COLUMNS if column.kind == "number"]
    return frame.astype(dict.fromkeys(counts, "Int64") | dict.fromkeys(numbers, "float64"))


def _nearest(dossier: Dossier | None) -> tuple[str, float | None, int | None, int | None]:
    if dossier is None or not dossier.nearest.neighbours:
        return "", None, None, None
    found = dossier.nearest
    names = BETWEEN.join(neighbour.sample for neighbour in found.neighbours)
    return names, found.neighbours[0].similarity, found.positive, len(found.neighbours)


def _change(dossier: Dossier | None) -> tuple[str, float | None, str]:
    change = None if dossier is None else dossier.change
    if change is None:
        return "", None, ""
    after = change.swaps[-1].probability if change.swaps else change.before
    return BETWEEN.join(swap.gene for swap in change.swaps), after, "yes" if change.crossed else "no"
