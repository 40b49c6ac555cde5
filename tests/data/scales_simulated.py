"""Matrices of every kind, simulated: what the recognition of scales is tried on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.stats import rankdata

from interpret.contracts import FloatArray
from interpret.data.expression import Scale

Made = tuple[Scale, str, FloatArray]


def every_kind(seed: int) -> Iterator[Made]:
    """Yield the scale, a name and `(n, p)` values of each kind, of 6 to 39 samples and 200 to 2,999 genes."""
    random = np.random.default_rng(seed)
    n, p = int(random.integers(6, 40)), int(random.integers(200, 3000))
    yield from arrays(random, n, p)
    yield from sequenced(random, n, p)


def arrays(random: np.random.Generator, n: int, p: int) -> Iterator[Made]:
    level = random.normal(8.0, 2.0, p).clip(3.0, 15.0)
    log2 = (level + random.normal(0.0, 0.4, (n, p)) + random.normal(0.0, 0.2, (n, 1))).clip(2.0, 16.0)
    raw = 2.0**log2
    whole = np.rint(raw).clip(1.0)
    yield Scale.RAW, "raw", raw
    yield Scale.RAW, "background subtracted", np.rint(raw - 150.0 + random.normal(0.0, 60.0, (n, p)))
    yield Scale.LOG2, "log2", log2
    yield Scale.LOG10, "log10", np.log10(raw)
    yield Scale.LOG10, "log10 of whole numbers", np.log10(whole).round(4)
    yield Scale.LN, "ln of whole numbers", np.log(whole).round(4)
    ratio = random.normal(0.0, random.gamma(3.0, 0.2, p), (n, p))
    yield Scale.LOG_RATIOS, "log ratios", ratio
    yield Scale.RATIOS, "ratios", 2.0**ratio
    yield Scale.RANKS, "ranks", rankdata(log2, axis=1)
    yield Scale.RANKS, "ranks over p", rankdata(log2, axis=1) / p
    yield Scale.RANKS, "ranks with ties", rankdata(log2.round(1), axis=1)
    yield Scale.Z_SCORES, "z-scores of genes", ((log2 - log2.mean(axis=0)) / log2.std(axis=0, ddof=1)).round(3)
    centred = log2 - log2.mean(axis=1, keepdims=True)
    yield Scale.Z_SCORES, "z-scores of samples", (centred / log2.std(axis=1, keepdims=True)).round(3)


def sequenced(random: np.random.Generator, n: int, p: int) -> Iterator[Made]:
    size, spread = random.uniform(0.5, 3.0, (n, 1)), random.uniform(0.05, 0.5)
    expected = np.exp(random.normal(3.0, 2.4, p)) * size * random.gamma(1.0 / spread, spread, (n, p))
    counts = random.poisson(expected).astype(np.float64)
    yield Scale.COUNTS, "counts", counts
    yield Scale.COUNTS, "counts of genes seen", counts[:, counts.sum(axis=0) > 10]
    yield Scale.COUNTS, "counts of single cells", random.poisson(expected / 40.0).astype(np.float64)
    per_length = counts / random.uniform(0.5, 5.0, p)
    tpm = per_length / per_length.sum(axis=1, keepdims=True) * 1e6
    yield Scale.SCALED_COUNTS, "TPM", tpm
    yield Scale.SCALED_COUNTS, "RPKM", (per_length / counts.sum(axis=1, keepdims=True) * 1e6).round(2)
    yield Scale.LOG2, "log2(TPM + 1)", np.log2(tpm + 1.0)
    total = counts.sum(axis=1, keepdims=True)
    yield Scale.LOG2, "log2 CPM", np.log2((counts + 0.5) / (total + 1.0) * 1e6)
