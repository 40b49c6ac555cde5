"""Values that are not there: counted for the report, and refused where a sample has none at all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from interpret.contracts import FloatArray
from interpret.data.expression import Expression
from interpret.data.names import marked
from interpret.data.wording import count, some
from interpret.errors import InputError

SMALLEST_SHOWN = 0.1  # percent
FEWEST_GENES = 20  # from which on a constant sample is no matter of chance


def refuse_empty_samples(values: FloatArray, samples: Sequence[str], where: str) -> None:
    """Raise InputError naming the samples, rows of `values` `(n, p)`, that have no value of any gene.

    `where` is the name of their file.
    """
    # a sample with values is mostly told by its first one
    candidates = np.flatnonzero(np.isnan(values[:, 0])) if values.shape[1] else np.arange(len(samples))
    empty = candidates[np.isnan(values[candidates]).all(axis=1)]
    if empty.size:
        raise InputError(
            f"{count(empty.size, 'sample')} without any value: {some(samples[i] for i in empty)}",
            where=where,
            wanted="expression values of every sample",
            remedy="leave these samples out of the expression file, or export it again",
        )


def refuse_constant_samples(values: FloatArray, samples: Sequence[str], where: str) -> None:
    """Raise InputError naming the samples, rows of `values` `(n, p)`, in which every gene has the same value.

    Of a handful of genes that may happen; an array or a library of many has failed, or its column was filled in.
    """
    if values.shape[1] < FEWEST_GENES:
        return
    # a sample that varies is mostly told by its first values
    first = values[:, :FEWEST_GENES]
    candidates = np.flatnonzero(~(np.nanmin(first, axis=1, initial=np.inf) < np.nanmax(first, axis=1, initial=-np.inf)))
    rows = values[candidates]
    low, high = np.nanmin(rows, axis=1, initial=np.inf), np.nanmax(rows, axis=1, initial=-np.inf)
    enough = np.count_nonzero(~np.isnan(rows), axis=1) >= FEWEST_GENES
    constant = [(candidates[k], low[k]) for k in np.flatnonzero((low == high) & enough)]
    if constant:
        raise InputError(
            f"{count(len(constant), 'sample')} with the same value for every gene: "
            f"{some(f'{samples[i]} ({value:g})' for i, value in constant)}",
            where=where,
            wanted="values that differ between genes",
            remedy="leave these samples out of the expression file, or export it again",
        )


def missing_notes(training: Expression, independent: Expression | None) -> tuple[str, ...]:
    """Return a sentence on how many values are missing, and where most; nothing where none is.

    Both sets hold the same genes.
    """
    sets = [training] if independent is None else [training, independent]
    incomplete = np.any([expression.incomplete for expression in sets], axis=0)  # (p,)
    if not incomplete.any():
        return ()
    lacking = np.concatenate([np.isnan(expression.values).sum(axis=1) for expression in sets])  # (n,)
    samples = [sample for expression in sets for sample in expression.samples]
    total, worst = int(lacking.sum()), int(lacking.argmax())
    percent = 100.0 * total / (len(samples) * incomplete.size)
    note = (
        f"{count(total, 'value')} of the expression {'is' if total == 1 else 'are'} missing "
        f"({f'{percent:.1f}' if percent >= SMALLEST_SHOWN else f'less than {SMALLEST_SHOWN}'} %), in "
        f"{int(incomplete.sum()):,} of {count(incomplete.size, 'gene')} and {int((lacking > 0).sum()):,} of "
        f"{count(len(samples), 'sample')}; sample {marked(samples[worst])} lacks the most, {int(lacking[worst]):,}. "
        "A gene's test uses the samples that have its value."
    )
    return (note,)
