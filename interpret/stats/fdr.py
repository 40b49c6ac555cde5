"""False discovery rate: Benjamini-Hochberg."""

from __future__ import annotations

import numpy as np

from interpret.contracts import FloatArray

METHOD = (
    "P-values were adjusted over all tested genes for the false discovery rate by the step-up procedure of Benjamini "
    "and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x."
)


def benjamini_hochberg(p_value: FloatArray) -> FloatArray:
    """Return `(m,)` adjusted p-values (q-values), in the order given.

    A gene is called at false discovery rate `f` where its q-value is at most `f`; the expected share of false calls
    is then at most `f` for independent and for positively dependent tests. Missing p-values stay missing and are not
    counted (as R's p.adjust).

    Parameters
    ----------
    p_value
        `(m,)`, each in 0..1 or NaN.

    Notes
    -----
    Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x.
    """
    adjusted = np.full(p_value.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p_value))
    m = tested.size
    descending = tested[np.argsort(p_value[tested], kind="stable")[::-1]]
    # p * (m / k), not p * m / k: the latter can round below p
    stepped = p_value[descending] * (m / np.arange(m, 0, -1))
    adjusted[descending] = np.minimum(np.minimum.accumulate(stepped), 1.0)
    return adjusted
