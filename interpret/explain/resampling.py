"""Patients drawn with replacement, each with all the samples they gave."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from interpret.contracts import FloatArray, IntArray


def draw_persons(
    samples: Sequence[str], persons: IntArray | None, stream: np.random.SeedSequence, resamples: int
) -> tuple[IntArray, FloatArray]:
    """Return the samples in the order of their names, and how much each counts in every draw.

    Patients are the independent draws from a population, not their samples (Field and Welsh 2007,
    doi:10.1111/j.1467-9868.2007.00593.x). A patient stands where the first of their samples does by name, so the order
    of samples in a file changes nothing.

    Parameters
    ----------
    samples
        `n` names.
    persons
        `(n,)` number of who gave each sample; None where each is of a person of their own.
    stream
        Randomness of the draws.
    resamples
        Number of draws, `b`.

    Returns
    -------
    tuple
        `(n,)` places of the samples, by name; `(b, n)` weights in that order, each row of sum 1.
    """
    by_name = np.argsort(np.array(samples, dtype=np.str_))
    own = np.arange(by_name.size) if persons is None else np.asarray(persons)[by_name]
    _, first, which = np.unique(own, return_index=True, return_inverse=True)
    person = np.argsort(np.argsort(first))[which]  # (n,) numbered by the name of their first sample
    m = first.size
    random = np.random.default_rng(stream)
    counts = random.multinomial(m, np.full(m, 1.0 / max(m, 1)), size=resamples)[:, person]  # (b, n)
    return by_name, counts / counts.sum(axis=1, keepdims=True)
