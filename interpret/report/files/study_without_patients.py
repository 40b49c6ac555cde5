"""study.json without single patients: it names none and holds no single patient's value.

It travels inside report.pdf, and is the study.json of the folder where no patient is to be shown. What it holds is
listed here, so that a key that is new in study.json stays out until somebody has looked at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from interpret.report.files.study_content import study_content, written
from interpret.report.findings import Findings
from interpret.report.told import without_the_few
from interpret.report.withheld import SAID, countless

SCHEMA = "interpret-study-without-patients/1"
LEFT_OUT = "(left out)"

_WHOLE = (
    *("title", "date", "simulated", "negative", "positive", "layout", "scale", "scale_said", "counts"),
    *("differential_expression", "gene_sets", "models", "models_beside", "notebook", "selection", "blocks", "evidence"),
    *("measures", "measures_not_taken", "three_way_calls", "left_out", "interactions", "permuted_labels"),
    *("settings", "seed", "versions", "inputs"),
)
_PARTS: dict[str, tuple[str, ...]] = {
    "data_questioned/duplicates": ("pairs", "pairs_of_one_person"),
    "data_questioned/arrays": ("rules", "sets_too_small"),
    "data_questioned/influence": ("genes_called", "genes_tested", "models", "top"),
    "data_questioned/independent_set": (
        *("blind", "seen", "ledger_sha256", "models_frozen_before", "models_without_one_person"),
    ),
    "data_questioned/shift": ("contrasts", "groups", "most_different_column", "distance_limit", "components", "genes"),
    "array_quality": (
        *("genes_called_present", "library_sizes", "share_of_top_genes", "libraries_by_class"),
        "largest_over_smallest_library",
    ),
    "array_quality/sex": (
        *("xist_measured", "y_genes", "female", "male", "cannot_tell"),
        *("column", "column_not_understood", "compared", "by_class"),
    ),
}
_RELATION = ("column", "aspect", "n_first", "n_second", "share", "p", "p_holm", "verdict", "how", "levels")
# cautions that give samples by name; of notes from the reading of the files it is not known
_NAMING = ("duplicates_", "doubtful_arrays", "sex_mismatch", "note_")


def study_without_patients(findings: Findings) -> bytes:
    """Return the file: UTF-8, keys in a fixed order, missing numbers as null."""
    content = _listed(study_content(without_the_few(findings)))
    content["patients_to_look_at_again"] = len(findings.suspects)
    if findings.settings.report.patient_data:
        content["cautions"] = [
            each | {"text": LEFT_OUT} if str(each["key"]).startswith(_NAMING) else each for each in content["cautions"]
        ]
        return written(_unnamed(content, _names(findings)))
    noun = findings.settings.study.noun
    return written(countless(content, noun) | {"left_out_of_the_files": noun.said(SAID)})


def _listed(whole: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of study.json is listed here."""
    content: dict[str, Any] = {"schema": SCHEMA}
    content |= {key: whole[key] for key in _WHOLE if key in whole}
    for place, keys in _PARTS.items():
        found = _at(whole, place.split("/"))
        if found is not None:
            _put(content, place.split("/"), {key: found[key] for key in keys if key in found})
    content["identifiability"] = _relations(whole["identifiability"])
    content["cautions"] = whole["cautions"]
    return content


def _relations(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return how the columns of the sheet go with the class."""
    return {
        key: [{name: relation[name] for name in _RELATION if name in relation} for relation in found[key]]
        for key in ("training", "independent", "training_against_independent")
    } | {"columns": found["columns"], "results_left_out": found["results_left_out"]}


def _at(content: Any, place: Iterable[str]) -> Any:  # noqa: ANN401  JSON is anything
    for key in place:
        if content is None:
            return None
        content = content.get(key)
    return content


def _put(content: dict[str, Any], place: list[str], value: dict[str, Any]) -> None:
    for key in place[:-1]:
        content = content.setdefault(key, {})
    content[place[-1]] = content.get(place[-1], {}) | value


def _names(findings: Findings) -> re.Pattern[str] | None:
    """Return what finds the name of a sample as a word; one of digits alone cannot be told from a number."""
    names = {str(sample) for sample in (*findings.display.samples, *findings.predictions["sample"])}
    names = {name for name in names if any(letter.isalpha() for letter in name)}
    if not names:
        return None
    listed = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)")


def _unnamed(value: Any, names: re.Pattern[str] | None) -> Any:  # noqa: ANN401  JSON is anything
    """Return the value with every name of a sample left out, wherever a text should hold one."""
    if names is None:
        return value
    if isinstance(value, dict):
        return {key: _unnamed(item, names) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_unnamed(item, names) for item in value]
    return names.sub(LEFT_OUT, value) if isinstance(value, str) else value
