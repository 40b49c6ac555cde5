"""Numbers and texts as the page holds them: arrays of bytes with like bytes side by side, compressed, in base 85."""

from __future__ import annotations

import base64
import gzip
import json
import math

import numpy as np
import numpy.typing as npt

from interpret.contracts import FloatArray

FIGURES = 7
"""Significant figures of a decimal: as many as a 32-bit float holds. genes.csv and evidence.csv have all of them."""
MISSING = -(2**31)
"""Mantissa of what is no number; the exponent then says which: 0 missing, 1 infinite, -1 minus infinite."""
MISSING_CODE = -(2**15)
MOST_CODE = 2**15 - 1
MOST_VALUE_CODE = 2**12 - 1
"""Of expression, which no array measures to one part in 8,000: three bits less, a sixth of the room."""
_LEVEL = 9  # the page of a study with a sheet stays within its 2.5 MB; 7 takes a third of the time
_SAFE = str.maketrans("&<>", ",.:")
"""Signs of RFC 1924 that no text within a script should hold, and what stands for each."""


def packed(content: bytes) -> str:
    """Return base 85 of gzip of the bytes; the same bytes give the same text at any time.

    Five signs for four bytes, a fifteenth less than base64: those of RFC 1924 with `,.:` for `&<>`.
    """
    return base64.b85encode(gzip.compress(content, _LEVEL, mtime=0)).decode("ascii").translate(_SAFE)


def packed_json(value: object) -> str:
    """Return a JSON text, packed."""
    return packed(json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode())


def decimals(values: FloatArray) -> bytes:
    """Return numbers as decimals of `FIGURES` figures: mantissa times a power of ten, exact over the range of floats.

    Four planes of bytes hold the 32-bit mantissas, the lowest byte of all of them first; two more the 16-bit
    exponents. Side by side like bytes compress to half.
    """
    flat = np.asarray(values, dtype=np.float64).ravel()
    mantissa = np.full(flat.size, MISSING, dtype="<i4")
    exponent = np.zeros(flat.size, dtype="<i2")
    exponent[np.isposinf(flat)] = 1
    exponent[np.isneginf(flat)] = -1
    finite = np.isfinite(flat)
    mantissa[finite & (flat == 0.0)] = 0
    places = np.flatnonzero(finite & (flat != 0.0))
    shift = FIGURES - 1 - np.floor(np.log10(np.abs(flat[places]))).astype(np.int64)
    half = shift // 2  # in two steps: no power of ten reaches from the smallest float to a whole number
    mantissa[places] = np.rint(flat[places] * 10.0**half * 10.0 ** (shift - half)).astype("<i4")
    exponent[places] = -shift.astype("<i2")
    return _planes(mantissa) + _planes(exponent)


def in_figures(value: float) -> float:
    """Return a number as `decimals` keeps it, for a JSON text."""
    return float(f"{value:.{FIGURES - 1}e}")


def coded(values: FloatArray) -> tuple[npt.NDArray[np.int16], list[float], list[float]]:
    """Return `(k, n)` values as 16-bit codes with the lowest value and the step of each row.

    A value is `low + step * code`, true to half a step: the range of the row by 16,380.
    """
    present = np.isfinite(values)
    some = present.any(axis=1)
    low = np.where(some, np.where(present, values, np.inf).min(axis=1, initial=np.inf), 0.0)
    high = np.where(some, np.where(present, values, -np.inf).max(axis=1, initial=-np.inf), 0.0)
    step = (high - low) / (2 * MOST_VALUE_CODE)
    low, step = _in_figures(low + step * MOST_VALUE_CODE), _in_figures(step)  # the middle, so that codes go both ways
    codes = np.rint((np.where(present, values, low[:, None]) - low[:, None]) / np.where(step > 0, step, 1.0)[:, None])
    codes = np.where(present, np.clip(codes, -MOST_VALUE_CODE, MOST_VALUE_CODE), MISSING_CODE)
    return codes.astype("<i2"), low.tolist(), step.tolist()


def coded_around_zero(values: FloatArray) -> tuple[npt.NDArray[np.int16], list[float]]:
    """Return `(k, n)` values as 16-bit codes with the step of each row; zero stays exactly zero."""
    present = np.isfinite(values)
    most = np.abs(np.where(present, values, 0.0)).max(axis=1, initial=0.0)
    step = _in_figures(most / MOST_CODE)
    codes = np.rint(np.where(present, values, 0.0) / np.where(step > 0, step, 1.0)[:, None])
    codes = np.where(present, np.clip(codes, -MOST_CODE, MOST_CODE), MISSING_CODE)
    return codes.astype("<i2"), step.tolist()


def sixteen_bit(codes: npt.NDArray[np.int16]) -> bytes:
    """Return codes as bytes: all the low ones, then all the high ones."""
    return _planes(np.ascontiguousarray(codes, dtype="<i2").ravel())


def _in_figures(values: FloatArray) -> FloatArray:
    return np.array([in_figures(value) if math.isfinite(value) else 0.0 for value in values.tolist()])


def _planes(array: npt.NDArray[np.int32] | npt.NDArray[np.int16]) -> bytes:
    return array.view(np.uint8).reshape(-1, array.itemsize).T.tobytes()
