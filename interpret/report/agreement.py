"""How many of the other models say the same of one sample as the first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from interpret.report import words
from interpret.report.every_model import PREVALENCE, every_model
from interpret.report.findings import Findings, Part


@dataclass(frozen=True)
class Agreement:
    """`agree` of `others` models hold the class more probable that the first model does."""

    agree: int
    others: int

    @property
    def disputed(self) -> bool:
        """Whether fewer than half of the others agree."""
        return self.agree * 2 < self.others

    @property
    def said(self) -> str:
        """How many lean the same way, as a clause."""
        if not self.others:
            return "no other model was asked"
        if self.others == 1:
            return f"the one other model leans {'the same way' if self.agree else 'the other way'}"
        if self.agree == self.others:
            return f"all {words.count(self.others)} other models lean the same way"
        verb = "leans" if self.agree == 1 else "lean"
        some = words.count(self.agree) if self.agree else "none"
        return f"{some} of {words.count(self.others)} other models {verb} the same way"


@lru_cache(maxsize=2)  # asked for on every page; findings are frozen
def agreement(findings: Findings) -> dict[tuple[Part, str], Agreement]:
    """Return the agreement of every sample; the model that looks at no gene is not asked."""
    first = findings.models[0].name
    frame = every_model(findings).predictions
    calls: dict[tuple[Part, str], dict[str, str]] = {}
    columns = (frame[name] for name in ("set", "sample", "model", "argmax_call"))
    for part, sample, model, call in zip(*columns, strict=True):
        if model != PREVALENCE:
            calls.setdefault((part, str(sample)), {})[str(model)] = str(call)
    return {
        key: Agreement(sum(call == of[first] for model, call in of.items() if model != first), len(of) - 1)
        for key, of in calls.items()
        if first in of
    }
