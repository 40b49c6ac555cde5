"""Support vector machines by libsvm, to the bit those of scikit-learn's `SVC`, without its checks at every fit.

Inside a fold a machine is tuned: dozens of fits on some thirty patients, each a fraction of a millisecond in libsvm and
ten times that in the checks of the public class. Only the scores of a few others are looked at; the machine that is
kept is fitted by `SVC`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from sklearn.svm import _libsvm

from interpret.contracts import BoolArray, FloatArray

Kernel = Literal["linear", "rbf"]

_C_SVC = 0  # libsvm's number of it
_MEGABYTES = 200.0  # of kept rows of the kernel, as in SVC


@dataclass(frozen=True, eq=False)
class Machine:
    """What libsvm learnt: support vectors, their coefficients and the offset, in its own order of the classes."""

    support: Any
    vectors: FloatArray
    numbers: Any
    coefficients: FloatArray
    offset: FloatArray
    kernel: Kernel
    gamma: float

    def score(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` values of the decision function for `(m, k)` values, above 0 for the positive class."""
        nothing = np.empty(0)
        found = _libsvm.decision_function(
            np.ascontiguousarray(Z, dtype=np.float64),
            self.support,
            self.vectors,
            self.numbers,
            self.coefficients,
            self.offset,
            nothing,
            nothing,
            svm_type=_C_SVC,
            kernel=self.kernel,
            gamma=self.gamma,
            cache_size=_MEGABYTES,
        )
        scores: FloatArray = -found.ravel()
        return scores

    def weights(self) -> tuple[FloatArray, float]:
        """Return `(k,)` weights and the offset of a linear machine."""
        return -(self.coefficients @ self.vectors)[0], -float(self.offset[0])


def machine(Z: FloatArray, positive: BoolArray, cost: float, kernel: Kernel, gamma: float) -> Machine:
    """Fit `(n, k)` values at the cost C.

    Source: Cortes & Vapnik (1995), doi:10.1007/BF00994018.
    """
    _libsvm.set_verbosity_wrap(0)  # libsvm writes to standard output as long as nobody tells it not to
    support, vectors, numbers, coefficients, offset, *_ = _libsvm.fit(
        np.ascontiguousarray(Z, dtype=np.float64),
        positive.astype(np.float64),
        svm_type=_C_SVC,
        kernel=kernel,
        C=cost,
        gamma=gamma,
        class_weight=np.ones(2),
        cache_size=_MEGABYTES,
    )
    return Machine(support, vectors, numbers, coefficients, offset, kernel, gamma)
