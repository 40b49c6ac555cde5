"""Sums and linear systems of the elastic-net paths, compiled; every sum has one fixed order.

numba does not put the lanes of a sum into vectors, since that would change its order. So wherever many sums run over
the same samples, it is the sums that stand side by side.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from interpret.contracts import FloatArray
from interpret.models.path_state import LANES

AnyFloats = npt.NDArray[np.float32] | FloatArray

# A pivot this small against its diagonal element means that two genes are alike.
_SMALLEST_PIVOT = 1e-10

# Called by compiled code only, so neither cached nor wrapped: that halves the time to compile. Division by zero gives
# infinity, as in numpy: no check in the inner loops. No numpy function is called in compiled code, since each takes
# long to compile: assigning to a slice alone would bring in the formatting of its error message.
_UNWRAPPED: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}  # not in numba's type hints
compiled = njit(nogil=True, error_model="numpy", **_UNWRAPPED)

# For what is called from one place: compiled as a part of its caller. By itself everything that it calls, and that
# those call, would be optimised once more for it.
compiled_within = njit(nogil=True, error_model="numpy", inline="always", **_UNWRAPPED)


@compiled
def dot(a: FloatArray, b: FloatArray) -> float:
    """Sum of products in eight lanes; both lengths are a multiple of eight."""
    s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = 0.0
    for q in range(a.size // LANES):
        x, y = a[q * LANES : (q + 1) * LANES], b[q * LANES : (q + 1) * LANES]
        s0 += x[0] * y[0]
        s1 += x[1] * y[1]
        s2 += x[2] * y[2]
        s3 += x[3] * y[3]
        s4 += x[4] * y[4]
        s5 += x[5] * y[5]
        s6 += x[6] * y[6]
        s7 += x[7] * y[7]
    return float(((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7)))


@compiled
def combine(rows: AnyFloats, factors: AnyFloats, start: int, stop: int, out: AnyFloats) -> None:
    """Fill `out` with the sum of the rows times their factors, columns `start` to `stop`.

    Vectorised over columns, four rows at a time.
    """
    for j in range(out.size):
        out[j] = 0.0
    whole = factors.size - factors.size % 4
    for i in range(0, whole, 4):
        x0, x1, x2, x3 = rows[i, start:stop], rows[i + 1, start:stop], rows[i + 2, start:stop], rows[i + 3, start:stop]
        f0, f1, f2, f3 = factors[i], factors[i + 1], factors[i + 2], factors[i + 3]
        for j in range(out.size):
            out[j] += (f0 * x0[j] + f1 * x1[j]) + (f2 * x2[j] + f3 * x3[j])
    for i in range(whole, factors.size):
        x, f = rows[i, start:stop], factors[i]
        for j in range(out.size):
            out[j] += f * x[j]


@compiled
def cholesky(matrix: FloatArray, size: int, room: FloatArray) -> bool:
    """Replace the upper triangle by its Cholesky factor, mirrored below; False: not positive definite."""
    largest = 0.0
    for i in range(size):
        largest = max(largest, matrix[i, i])
    for i in range(size):
        top = matrix[i, i:size]
        combine(matrix, matrix[i, :i], i, size, room[: top.size])
        for c in range(top.size):
            top[c] -= room[c]
        if not top[0] > _SMALLEST_PIVOT * largest:
            return False
        inverse = 1.0 / math.sqrt(top[0])
        for c in range(top.size):
            top[c] *= inverse
            matrix[i + c, i] = top[c]
    return True


@compiled
def solve_factored(factor: FloatArray, size: int, right: FloatArray) -> None:
    """Replace `right` by the solution of the system with this Cholesky factor."""
    for i in range(size):
        right[i] /= factor[i, i]
        known, rest, row = right[i], right[i + 1 : size], factor[i, i + 1 : size]
        for j in range(rest.size):
            rest[j] -= known * row[j]
    for q in range(size):
        i = size - 1 - q
        right[i] /= factor[i, i]
        known, rest, row = right[i], right[:i], factor[i, :i]
        for j in range(rest.size):
            rest[j] -= known * row[j]
