"""Whether the independent set is a blind test, in words: near the result, among the limits, in its own section."""

from __future__ import annotations

from interpret.report import tally, words
from interpret.report.findings import Findings


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
    if opening.seen:
        return f"The {many} are not blind. {words.plain(opening.seen)}"
    if opening.blind is False:
        return f"The {many} are not blind: by the author's own word they had been looked at before this analysis."
    if opening.blind:
        return f"By the author's word nobody had looked at the {many} while the analysis was designed."
    return f"The {many} count as new only if nobody had looked at them while the analysis was designed; nobody said."


def standing(findings: Findings) -> str:
    """Return the limit that stands whatever was found."""
    opened = words.plural(findings.counts.n_independent, f"independent {tally.noun(findings, 'independent')}")
    if is_known_not_blind(findings):
        return f"The {opened} were opened once here, but they are no blind test: others had looked at them before."
    return (
        f"The {opened} were opened once. They count as new only if "
        "nobody had looked at them while the analysis was designed."
    )
