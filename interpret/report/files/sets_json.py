"""Sets of genes for study.json: in short, since gene_sets.csv has every set."""

from __future__ import annotations

from typing import Any

from interpret.report.findings import Findings

MOST_LISTED = 25
_KEPT = ("set", "tested", "direction", "camera_p", "camera_q", "over_odds_ratio", "over_p", "over_q", "family")


def sets_json(findings: Findings) -> dict[str, Any] | None:
    """Return what was asked about, what was left out and why, and the first sets; null where none were given."""
    found = findings.gene_sets
    if found is None:
        return None
    q, matched = found.table["camera_q"], found.matched
    return {
        "file": found.given.file,
        "sets": len(found.given.sets),
        "genes_named": len(found.given.members),
        "genes_repeated": found.given.repeated,
        "genes_tested": matched.n_tested,
        "not_in_the_study": list(found.given.unmatched),
        "near_misses": [{"named": name, "here": other} for name, other in found.given.near_misses],
        "universe": len(matched.universe.rows),
        "universe_called": {"up": found.called_up, "down": found.called_down},
        "other_probes_of_a_gene": matched.universe.other_probes,
        "genes_with_gaps": matched.universe.with_gaps,
        "too_small": _counted(matched.too_small),
        "too_large": _counted(matched.too_large),
        "every_gene": _counted(matched.whole),
        "asked": len(found.table),
        "sets_called": int((q <= findings.settings.tests.fdr).sum()),
        "first": [{key: row[key] for key in _KEPT} for row in found.table.head(MOST_LISTED).to_dict(orient="records")],
    }


def _counted(sets: tuple[tuple[str, int], ...]) -> list[dict[str, Any]]:
    return [{"set": name, "tested": tested} for name, tested in sets]
