"""Which genes a penalty looks at: all are standardised and screened in single precision, few get a slot."""

from __future__ import annotations

import math

import numpy as np

from interpret.contracts import FloatArray, IntArray
from interpret.models.path_state import Fit, Genes
from interpret.models.path_sums import combine, compiled

# Unit roundoff of single precision, doubled.
_SINGLE_PRECISION = 2.0**-23
# Genes per block of the gradient pass: its sums stay in the first-level cache.
_BLOCK = 512
# Genes looked through at once for one that reaches the threshold.
_SCAN = 128


@compiled
def standardise(matrix: FloatArray, rows: IntArray, case: FloatArray, genes: Genes) -> None:
    """Learn weighted mean and standard deviation of every gene over `rows`; a constant gene becomes zeros."""
    m, p = genes.standard.shape
    for start in range(0, p, _BLOCK):
        stop = min(start + _BLOCK, p)
        mean, deviation, inverse = genes.mean[start:stop], genes.deviation[start:stop], genes.inverse[start:stop]
        # Sums are of differences to the first sample: exactly zero for a constant gene, whatever its value.
        first = matrix[rows[0], start:stop]
        for i in range(m):
            x, share = matrix[rows[i], start:stop], case[i]
            for j in range(mean.size):
                mean[j] += share * (x[j] - first[j])
        for j in range(mean.size):
            mean[j] = first[j] + mean[j]
        for i in range(m):
            x, share = matrix[rows[i], start:stop], case[i]
            for j in range(mean.size):
                deviation[j] += share * ((x[j] - mean[j]) * (x[j] - mean[j]))
        for j in range(mean.size):
            deviation[j] = math.sqrt(deviation[j])
            inverse[j] = 1.0 / deviation[j] if deviation[j] > 0.0 else 0.0
        for i in range(m):
            x, z = matrix[rows[i], start:stop], genes.standard[i, start:stop]
            for j in range(mean.size):
                z[j] = np.float32((x[j] - mean[j]) * inverse[j])


@compiled
def screen(genes: Genes, residual: FloatArray, case: FloatArray) -> float:
    """Fill the gradient of every gene in single precision; return a bound of its error.

    Vectorised over genes, four samples at a time. The bound is that of a floating-point dot product (Higham 2002,
    section 3.1, doi:10.1137/1.9780898718027) with room to spare: gamma * sum_i |r_i z_i|, and since a standardised gene
    has sum_i c_i z_i^2 = 1, that sum is at most sqrt(sum_i r_i^2 / c_i) (Cauchy and Schwarz).
    """
    m, p = genes.standard.shape
    square = 0.0
    for i in range(m):
        genes.single[i] = np.float32(residual[i])
        square += residual[i] * (residual[i] / case[i])
    for start in range(0, p, _BLOCK):
        stop = min(start + _BLOCK, p)
        combine(genes.standard, genes.single, start, stop, genes.gradient[start:stop])
    return float((m + 8) * _SINGLE_PRECISION * math.sqrt(square))


@compiled
def admit(matrix: FloatArray, genes: Genes, fit: Fit, used: int, threshold: float) -> tuple[int, float]:
    """Give a slot to every gene whose gradient reaches the threshold.

    Returns how many slots are used, and the largest gradient of a gene that had none.
    """
    largest = 0.0
    for k in range(used):
        genes.gradient[fit.gene[k]] = np.float32(0.0)
    single = np.float32(threshold - 1e-6 * abs(threshold))
    for start in range(0, genes.gradient.size, _SCAN):
        g = genes.gradient[start : start + _SCAN]
        hits = 0
        for j in range(g.size):
            hits += 1 if abs(g[j]) >= single else 0
        if hits == 0:
            continue
        for q in range(g.size):
            j = start + q
            if abs(g[q]) >= threshold and not genes.admitted[j] and genes.deviation[j] > 0.0:
                largest = max(largest, float(abs(g[q])))
                genes.admitted[j] = True
                _place(matrix, genes, fit, j, used)
                used += 1
    return used, largest


@compiled
def _place(matrix: FloatArray, genes: Genes, fit: Fit, j: int, slot: int) -> None:
    """Write gene `j` into a slot, without a coefficient."""
    fit.gene[slot] = j
    fit.coefficients[slot] = fit.earlier[slot] = 0.0
    fit.counted[slot] = False
    x, learnt = fit.columns[slot], fit.learnt
    for i in range(x.size):
        x[i] = (matrix[learnt[i], j] - genes.mean[j]) / genes.deviation[j] if i < learnt.size else 0.0
        fit.rows[i, slot] = x[i]
