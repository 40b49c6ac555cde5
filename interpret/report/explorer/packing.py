"""Numbers and texts as the page holds them: arrays of bytes with like bytes side by side, compressed, in base64."""

from __future__ import annotations

import base64
import gzip
import json
import math

import numpy as np
import numpy.typing as npt

from interpret.contracts import FloatArray

FIGURES = 9
"""Significant figures of a decimal: more than a 32-bit float has, and none of them a surprise in a CSV file."""
MISSING = -(2**31)
"""Mantissa of what is no number; the exponent then says which: 0 missing, 1 infinite, -1 minus infinite."""
MISSING_CODE = -(2**15)
MOST_CODE = 2**15 - 1


def packed(content: bytes) -> str:
    """Return base64 of gzip of the bytes; the same bytes give the same text at any time."""
    return base64.b64encode(gzip.compress(content, compresslevel=9, mtime=0)).decode("ascii")


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
    places = np.flatnonzero(np.isfinite(flat))
    written = [f"{value:.{FIGURES - 1}e}".split("e") for value in flat[places].tolist()]
    mantissa[places] = [int(digits.replace(".", "")) for digits, _ in written]
    exponent[places] = [int(power) - FIGURES + 1 for _, power in written]
    return _planes(mantissa) + _planes(exponent)


def nine_figures(value: float) -> float:
    """Return a number as `decimals` keeps it, for a JSON text."""
    return float(f"{value:.{FIGURES - 1}e}")


def coded(values: FloatArray) -> tuple[npt.NDArray[np.int16], list[float], list[float]]:
    """Return `(k, n)` values as 16-bit codes with the lowest value and the step of each row.

    A value is `low + step * code`, true to half a step: the range of the row by 131,068.
    """
    present = np.isfinite(values)
    some = present.any(axis=1)
    low = np.where(some, np.where(present, values, np.inf).min(axis=1, initial=np.inf), 0.0)
    high = np.where(some, np.where(present, values, -np.inf).max(axis=1, initial=-np.inf), 0.0)
    step = (high - low) / (2 * MOST_CODE)
    low, step = _nine(low + step * MOST_CODE), _nine(step)  # the middle, so that codes go both ways
    codes = np.rint((np.where(present, values, low[:, None]) - low[:, None]) / np.where(step > 0, step, 1.0)[:, None])
    codes = np.where(present, np.clip(codes, -MOST_CODE, MOST_CODE), MISSING_CODE)
    return codes.astype("<i2"), low.tolist(), step.tolist()


def coded_around_zero(values: FloatArray) -> tuple[npt.NDArray[np.int16], list[float]]:
    """Return `(k, n)` values as 16-bit codes with the step of each row; zero stays exactly zero."""
    present = np.isfinite(values)
    most = np.abs(np.where(present, values, 0.0)).max(axis=1, initial=0.0)
    step = _nine(most / MOST_CODE)
    codes = np.rint(np.where(present, values, 0.0) / np.where(step > 0, step, 1.0)[:, None])
    codes = np.where(present, np.clip(codes, -MOST_CODE, MOST_CODE), MISSING_CODE)
    return codes.astype("<i2"), step.tolist()


def sixteen_bit(codes: npt.NDArray[np.int16]) -> bytes:
    """Return codes as bytes: all the low ones, then all the high ones."""
    return _planes(np.ascontiguousarray(codes, dtype="<i2").ravel())


def _nine(values: FloatArray) -> FloatArray:
    return np.array([nine_figures(value) if math.isfinite(value) else 0.0 for value in values.tolist()])


def _planes(array: npt.NDArray[np.int32] | npt.NDArray[np.int16]) -> bytes:
    return array.view(np.uint8).reshape(-1, array.itemsize).T.tobytes()
