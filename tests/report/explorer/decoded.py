"""The payload of the explorer read back, by the words of interpret/report/explorer/__init__.py alone."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import numpy as np

from interpret.contracts import FloatArray

_SIGNS = str.maketrans(",.:", "&<>")


class Decoded:
    """A payload, its parts unpacked when they are asked for."""

    def __init__(self, payload: str, later: str = "{}") -> None:
        self.given: dict[str, Any] = json.loads(payload)
        self.parts: dict[str, str] = self.given["parts"] | json.loads(later)

    def part(self, name: str) -> bytes:
        return gzip.decompress(base64.b85decode(self.parts[name].translate(_SIGNS)))

    def json(self, name: str) -> Any:
        return json.loads(self.part(name))

    def columns(self, rows: int) -> dict[str, FloatArray]:
        """Return every column of numbers by name, wherever it stands."""
        given = self.given["columns"]
        stored = (
            [c["name"] for c in given if c["heading"]],
            [c["name"] for c in given if not (c["heading"] or "same" in c)],
        )
        found: dict[str, FloatArray] = {}
        for part, names in zip(("numbers", "further"), stored, strict=True):
            found |= dict(zip(names, self.decimals(part, rows), strict=True))
        return {c["name"]: found[c.get("same", c["name"])] for c in given}

    def decimals(self, name: str, rows: int) -> FloatArray:
        planes = np.frombuffer(self.part(name), dtype=np.uint8).reshape(6, -1)
        mantissa = np.ascontiguousarray(planes[:4].T).view("<i4").ravel()
        exponent = np.ascontiguousarray(planes[4:].T).view("<i2").ravel()
        special = {0: np.nan, 1: np.inf, -1: -np.inf}
        values = [
            special[int(e)] if m == -(2**31) else float(f"{m}e{e}")
            for m, e in zip(mantissa.tolist(), exponent.tolist(), strict=True)
        ]
        return np.array(values).reshape(-1, rows)

    def codes(self, name: str) -> FloatArray:
        planes = np.frombuffer(self.part(name), dtype=np.uint8).reshape(2, -1)
        codes = np.ascontiguousarray(planes.T).view("<i2").ravel().astype(np.float64)
        codes[codes == -(2**15)] = np.nan
        return codes
