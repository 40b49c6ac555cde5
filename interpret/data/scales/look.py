"""What is looked at to tell the scale of a matrix: its size, its signs, its whole numbers and its zeros."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from interpret.contracts import FloatArray
from interpret.data.scales.moments import hidden_wholes

_SHARES = (0.0, 0.01, 0.25, 0.5, 0.75, 0.99, 1.0)
LARGE = 5_000_000  # values
FEW = 5.0  # a count of this or less is common among counts and rare among intensities


@dataclass(frozen=True, eq=False)
class Look:
    """A matrix `(n, p)`, samples in rows, NaN where missing, at least one value present.

    All samples are looked at, but the quantiles of more than `LARGE` values are those of samples spread evenly over the
    sums. Nothing here depends on the order of samples or genes.
    """

    values: FloatArray

    @cached_property
    def _quantiles(self) -> FloatArray:
        n, p = self.values.shape
        if n * p <= LARGE:
            return np.asarray(np.nanquantile(self.values, _SHARES), dtype=np.float64)
        # of a large matrix samples spread evenly over the sums are enough, and spare the time and a second copy
        spread = np.linspace(0, n - 1, min(n, max(2, LARGE // p))).round().astype(np.int64)
        rows = np.argsort(self.sums, kind="stable")[spread]
        inner = np.nanquantile(self.values[rows], _SHARES[1:-1])
        return np.array([np.nanmin(self.values), *inner, np.nanmax(self.values)], dtype=np.float64)

    @cached_property
    def sums(self) -> FloatArray:
        """`(n,)` sums of the samples over the values present."""
        return np.array([np.nansum(row) for row in self.values])

    @cached_property
    def _counted(self) -> tuple[int, int, int, int, int]:
        """Values present, and of them whole, zero, negative, and from 1 to `FEW`; sample by sample, to spare memory."""
        totals = np.zeros(5, dtype=np.int64)
        for row in self.values:
            present = row[~np.isnan(row)]
            totals += [
                present.size,
                np.count_nonzero(present == np.rint(present)),
                np.count_nonzero(present == 0.0),
                np.count_nonzero(present < 0.0),
                np.count_nonzero((present > 0.0) & (present <= FEW)),
            ]
        n, whole, zero, negative, few = (int(total) for total in totals)
        return n, whole, zero, negative, few

    @cached_property
    def hidden(self) -> dict[float, float]:
        """Share of the values that are logarithms of whole numbers, by base; none where too few can be asked."""
        shares = {base: hidden_wholes(self.values, self.sums, base) for base in (2.0, 10.0, float(np.e))}
        return {base: share for base, share in shares.items() if not np.isnan(share)}

    @property
    def smallest(self) -> float:
        """The smallest value."""
        return float(self._quantiles[0])

    @property
    def low(self) -> float:
        """The 1 % quantile."""
        return float(self._quantiles[1])

    @property
    def quarter(self) -> float:
        """The lower quartile."""
        return float(self._quantiles[2])

    @property
    def median(self) -> float:
        """The median."""
        return float(self._quantiles[3])

    @property
    def three_quarters(self) -> float:
        """The upper quartile."""
        return float(self._quantiles[4])

    @property
    def high(self) -> float:
        """The 99 % quantile."""
        return float(self._quantiles[5])

    @property
    def largest(self) -> float:
        """The largest value."""
        return float(self._quantiles[6])

    @property
    def all_whole(self) -> bool:
        """Whether every value is a whole number, also where it is written 723.0."""
        return self._counted[1] == self._counted[0]

    @property
    def zero(self) -> float:
        """Share of the values that are exactly 0."""
        return self._counted[2] / self._counted[0]

    @property
    def negative(self) -> float:
        """Share of the values below 0."""
        return self._counted[3] / self._counted[0]

    @property
    def few(self) -> float:
        """Share of the values above 0 and at most `FEW`."""
        return self._counted[4] / self._counted[0]

    @property
    def fractions(self) -> int:
        """Number of values that are not whole."""
        return self._counted[0] - self._counted[1]

    @property
    def span(self) -> str:
        """`values from -600 to 1,000`."""
        return f"values from {self.smallest:,.6g} to {self.largest:,.6g}"

    @property
    def wide(self) -> bool:
        """Whether the range is that of intensities and no logarithms, by the rule of GEO2R's scripts.

        The 99 % quantile exceeds 100, or the range exceeds 50 and the lower quartile is above 0.
        """
        return self.high > 100.0 or (self.largest - self.smallest > 50.0 and self.quarter > 0.0)  # noqa: PLR2004


def percent(share: float) -> str:
    """Return `31 %`, or what is under half a percent as such."""
    if 0.0 < share < 0.005:  # noqa: PLR2004  would be rounded to none
        return "less than 1 %"
    return f"{100.0 * share:.0f} %"
