"""What chance alone makes of the order of |t|: the band of a QQ plot under the permuted null."""

from __future__ import annotations

import numpy as np

from interpret.contracts import FloatArray, IntArray

# Draws that chance is taken over, places of the order looked at, and the quantiles given of each.
CHANCE_DRAWS = 200
PLACES = 60
QUANTILES = (0.025, 0.5, 0.975)


def places(genes: int) -> IntArray:
    """Return places in an order of `genes`, 1 = largest, closer to each other at the top."""
    if genes == 0:
        return np.zeros(0, dtype=np.int64)
    return np.unique(np.round(np.geomspace(1, genes, PLACES)).astype(np.int64))


class ChanceOrder:
    """Look at the first draws and keep the |t| at each place of their order.

    Parameters
    ----------
    genes
        Number of genes, `p`.
    factor
        What a value is to be multiplied by to be t squared.
    """

    def __init__(self, genes: int, factor: float) -> None:
        self.place = places(genes)
        self._factor = factor
        self._seen: list[FloatArray] = []
        self.draws = 0

    def see(self, values: FloatArray) -> None:
        """Take `(p, b)` values of the next draws, if any are still wanted."""
        wanted = values[:, : CHANCE_DRAWS - self.draws]
        if not wanted.shape[1]:
            return
        rising = np.sort(wanted.T, axis=1)  # (b, p)
        largest = rising[:, rising.shape[1] - self.place]
        self._seen.append(np.sqrt(self._factor * np.maximum(largest, 0.0)))
        self.draws += wanted.shape[1]

    def quantiles(self) -> FloatArray:
        """Return `(3, r)` quantiles of |t| at each place."""
        seen = np.concatenate(self._seen)  # (draws, r)
        return np.asarray(np.quantile(seen, QUANTILES, axis=0), dtype=np.float64)
