"""The scale of a matrix whose file does not say which."""

from __future__ import annotations

from interpret.contracts import FloatArray
from interpret.data.expression import Scale
from interpret.data.scales import understand


def scale_of_values(values: FloatArray) -> Scale:
    """Return what the values look like, any shape `(n, p)`; at least one is present. It is a guess."""
    return understand(values).scale
