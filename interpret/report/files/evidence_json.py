"""What study.json says of the evidence that is not in evidence.csv: agreement, the rules, the genes of interest."""

from __future__ import annotations

import dataclasses
from typing import Any

from interpret.explain.rank_biased_overlap import PERSISTENCE
from interpret.report.findings import Findings


def evidence_json(findings: Findings) -> dict[str, Any]:
    """Return the part `evidence` of study.json."""
    table = findings.evidence
    return {
        "genes": len(table),
        "supported": int(table["supported"].sum()),
        "agreement": {
            "measure": "extrapolated rank-biased overlap",
            "persistence": PERSISTENCE,
            "pairs": [dataclasses.asdict(each) for each in findings.agreement],
        },
        "of_interest": None if findings.of_interest is None else dataclasses.asdict(findings.of_interest),
    }
