"""Whether the independent set is a blind test, in words: near the result, among the limits, in its own section."""

from __future__ import annotations

from interpret.report import tally, words
from interpret.report.findings import Findings
from interpret.report.questioned_cautions import not_blind


def is_known_not_blind(findings: Findings) -> bool:
    """Whether it is known that somebody had looked at the independent patients before."""
    opening = findings.questioned.opening
    return opening is not None and opening.blind is False


def blindness(findings: Findings) -> str:
    """Return what is known of it, one or two sentences; nothing where there is no independent set."""
    opening = findings.questioned.opening
    if opening is None:
        return ""
    many = words.plural(findings.counts.n_independent, f"independent {tally.noun(findings, 'independent')}")
    if opening.blind is False:
        return not_blind(opening, f"{tally.noun(findings, 'independent')}s")
    if opening.blind:
        return f"By the author's word nobody had looked at the {many} while the analysis was designed."
    return f"The {many} count as new only if nobody had looked at them while the analysis was designed; nobody said."


def standing(findings: Findings) -> str:
    """Return the limit that stands where nothing is known; nothing where a caution says that the set is not blind."""
    if is_known_not_blind(findings):
        return ""
    opened = words.plural(findings.counts.n_independent, f"independent {tally.noun(findings, 'independent')}")
    return (
        f"The {opened} were opened once. They count as new only if "
        "nobody had looked at them while the analysis was designed."
    )
