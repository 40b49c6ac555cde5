"""The scale of a matrix: what it was understood as, on what evidence, what it may be instead, or that it was told."""

from __future__ import annotations

from dataclasses import dataclass

from interpret.contracts import FloatArray
from interpret.data.expression import Scale
from interpret.data.scales.impossible import impossible
from interpret.data.scales.look import Look
from interpret.data.scales.names import word_of_scale
from interpret.data.scales.rules import RULES
from interpret.errors import InputError


@dataclass(frozen=True)
class ScaleFound:
    """What the values are.

    Attributes
    ----------
    scale
        What a value is.
    evidence
        Why, as half a sentence.
    near
        What they may be instead, as half a sentence; empty where nothing else is likely.
    told
        Whether the scale was told and not found out; `evidence` is then what the values alone say.
    alone
        What the values look like by themselves, where the scale was told.
    """

    scale: Scale
    evidence: str
    near: str = ""
    told: bool = False
    alone: Scale | None = None

    @property
    def looks(self) -> Scale:
        """What the values look like by themselves."""
        return self.alone or self.scale

    def sentence(self, title: str) -> str:
        """Return one sentence for the report; `title` is the name of the file."""
        if self.told:
            return f"The values of {title} were told to be {self.scale.plural} (--scale). {self.evidence}"
        but = f" But {self.near}." if self.near else ""
        return f"The values of {title} were understood as {self.scale.plural}: {self.evidence}.{but}"


def understand(values: FloatArray) -> ScaleFound:
    """Return what the values `(n, p)` are by the first of `RULES` that recognises them; NaN where missing."""
    look = Look(values)
    for rule in RULES:
        evidence = rule.evidence(look)
        if evidence:
            return ScaleFound(rule.scale, evidence, rule.near(look))
    raise AssertionError("the last rule always holds")


def told_scale(values: FloatArray, scale: Scale, where: str) -> ScaleFound:
    """Return the scale that was told, held against the values.

    What is told overrules what the values look like: raw and logged values can look alike. It does not overrule what
    they cannot be.

    Raises
    ------
    InputError
        The values cannot be on this scale; `where` is the name of their file.
    """
    look = Look(values)
    reason = impossible(scale, look)
    found = understand(values)
    if reason:
        raise InputError(
            f"the scale was told to be {word_of_scale(scale)} ({scale.plural}), but {reason}",
            where=where,
            wanted=f"values that can be {scale.plural}; these look like {found.scale.plural}: {found.evidence}",
            remedy="leave out --scale, or say "
            + (f"--scale {word_of_scale(found.scale)}" if found.scale is not scale else "another one"),
        )
    if found.scale is scale:
        return ScaleFound(scale, f"They look like it: {found.evidence}.", told=True)
    alone = f"By themselves they look like {found.scale.plural}: {found.evidence}."
    return ScaleFound(scale, alone, told=True, alone=found.scale)
