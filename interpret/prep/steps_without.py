"""What is not done to values that were read on a scale of their own."""

from __future__ import annotations

from interpret.data.expression import Scale

_LOGGED_HERE = frozenset({Scale.RAW, Scale.COUNTS, Scale.SCALED_COUNTS, Scale.RATIOS})


def steps_without(scale: Scale) -> tuple[str, ...]:
    """Return the sentence on the steps that values on this scale do without; none where they are logged here."""
    if scale in _LOGGED_HERE:
        return ()
    return (f"The values were read as {scale.plural}, so they were not clamped, filtered by range or logged.",)
