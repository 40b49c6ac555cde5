"""From findings to the JSON texts that the explorer's scripts read."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from interpret.nouns import resolved
from interpret.report import tally, words
from interpret.report.blocks import Report
from interpret.report.every_model import every_model
from interpret.report.explorer.columns import as_given, numbers, repeats, shown_columns
from interpret.report.explorer.dossiers import dossiers
from interpret.report.explorer.individual import individual_parts
from interpret.report.explorer.lists import gene_lists
from interpret.report.explorer.packing import decimals, packed, packed_json
from interpret.report.findings import Findings
from interpret.report.gene_names import gene_names
from interpret.report.number_marks import THOUSANDS
from interpret.report.render.exploring import Explorer

FORMAT = "interpret-explorer/3"


def explorer_of(findings: Findings, patients: Report | None) -> Explorer:
    """Return the explorer of all genes tested, smallest p-value first.

    Parameters
    ----------
    findings
        Of the study.
    patients
        One section a patient, as `build_patients` makes them; None where no single sample's value may be shown: the
        page then holds none, nor a sample's name.
    """
    genes = pd.Index(findings.genes.by_evidence()["gene"].astype(str))
    place = {gene: i for i, gene in enumerate(genes)}
    columns = shown_columns(findings)
    values = numbers(findings, columns, genes)
    repeated = repeats(columns, values)
    in_table = [k for k, column in enumerate(columns) if column.heading]
    others = [k for k, column in enumerate(columns) if not column.heading and column.name not in repeated]
    parts = {
        "texts": packed_json(_texts(findings, genes)),
        "numbers": packed(decimals(values[in_table])),
        "lists": packed_json(_lists(findings, place)),
    }
    later = {"further": packed(decimals(values[others]))}
    individual, shown = patients is not None, list[str]()
    if patients is not None:
        pages = dossiers(findings, patients)
        later |= individual_parts(findings, place, [page["sample"] for page in pages])
        later["patients"] = packed_json(pages)
        shown = [str(findings.display.samples[page["sample"]]) for page in pages]
    payload = {
        "format": FORMAT,
        "study": _study(findings),
        "columns": as_given(columns, repeated),
        "parts": parts,
        "later": list(later),
    }
    one = tally.noun(findings)
    return Explorer(
        title="Gene explorer",
        lede=resolved(_lede(findings, individual=individual)),
        patients_title=resolved(f"{words.capital(one)} by {one}") if individual else "",
        patients_label=resolved(words.capital(one)),
        patients_lede=_choose(findings) if individual else "",
        payload=_inside_script(payload),
        later=_inside_script(later),
        genes=frozenset(genes),
        patients=frozenset(shown),
    )


def _choose(findings: Findings) -> str:
    one, them = tally.noun(findings), "them" if tally.of_study(findings).usual else "it"
    return resolved(f"Choose a {one} to read what patients.pdf says of {them}.")


def _lede(findings: Findings, *, individual: bool) -> str:
    tested, one = words.plural(len(findings.genes.frame), "gene"), tally.noun(findings)
    said = f"All {tested} tested. Search, sort and filter them; choose one in the table or the plot for its card."
    if not individual:
        return f"{said} Values of single {one}s are left out of this report."
    shown = len(findings.display.individual_genes)
    if shown < len(findings.genes.frame):
        said += (
            f" The values of single {one}s are there for the {words.count(shown)} genes of the smallest p-values; "
            "for all of them the file would be too large."
        )
    return said


def _texts(findings: Findings, genes: pd.Index) -> dict[str, Any]:
    """Return the names as read, and as they are shown where that is another text."""
    frame = findings.genes.frame.set_index("gene").reindex(genes)
    names, shown = gene_names(findings), {}
    texts: dict[str, Any] = {"gene": list(genes), "label": [names.label(gene) for gene in genes]}
    for column in ("symbol", "description", "effect_unit"):
        texts[column] = frame[column].fillna("").astype(str).tolist()
    blocks = findings.blocks.of
    texts["block"] = [str(blocks.get(gene, "")) for gene in genes]
    for column in ("gene", "symbol", "description", "block"):
        plain = {str(i): said for i, text in enumerate(texts[column]) if (said := words.plain(text)) != text}
        shown[column] = plain
    if len(set(texts["effect_unit"])) <= 1:
        texts["effect_unit"] = texts["effect_unit"][:1]
    return texts | {"shown": shown}


def _lists(findings: Findings, place: dict[str, int]) -> list[dict[str, Any]]:
    made = []
    for found in gene_lists(findings):
        rows = sorted({place[gene] for gene in found.genes if gene in place})
        if rows:
            made.append({"title": found.title, "rows": rows} | ({"group": found.group} if found.group else {}))
    return made


def _study(findings: Findings) -> dict[str, Any]:
    labels, short = findings.labels, tally.class_names(findings)
    return {
        "negative": short[labels.negative],
        "positive": short[labels.positive],
        "scale": words.plain(findings.scale),
        "one": resolved(tally.noun(findings)),
        "many": resolved(f"{tally.noun(findings)}s"),
        "fdr": findings.settings.tests.fdr,
        "decimal": findings.settings.report.decimal_mark,
        "thousands": THOUSANDS[findings.settings.report.thousands_mark],
        "models": [words.plain(model.title) for model in every_model(findings).models if model.attribution],
    }


def _inside_script(value: object) -> str:
    """Return JSON that no HTML parser takes for the end of a script, nor for a comment within it."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
