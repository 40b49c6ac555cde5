"""All samples of both sets on one scale, with nothing learnt from any of them: what the data are questioned on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.data.cohort import Cohort
from interpret.data.expression import Scale
from interpret.data.study import Study
from interpret.prep.preparation import apply_preparation, learn_without_filter
from interpret.scoring.measures.protocol import Part
from interpret.settings import PreparationSettings

FEWEST_GENES = 10


@dataclass(frozen=True, eq=False)
class Everybody:
    """All samples, training ones first, those of a set in the order of their names, so that no sum depends on a file.

    Attributes
    ----------
    values
        `(n, p)` every gene on a logarithmic scale (clamped where the values were read as intensities), NaN where
        missing. No filter, no scaling.
    read
        `(n, p)` the values as they were read.
    scale
        What the values were read as.
    samples
        `n` names.
    independent, positive
        `(n,)` set and class.
    persons
        `(n,)` number of the person who gave the sample.
    measured
        `(p,)` genes that at least half of the samples have above the floor: what lies at the floor says nothing of an
        array's brightness. Every gene where nothing was clamped, or where fewer than ten are left.
    at_floor
        `(n,)` share of the values present that are at or below the floor; NaN where nothing was clamped.
    present
        `(n,)` share of the genes that the scanner called present; NaN without detection calls.
    covariates
        Columns of the sample sheet, `n` rows.
    """

    values: FloatArray
    read: FloatArray
    scale: Scale
    samples: tuple[str, ...]
    independent: BoolArray
    positive: BoolArray
    persons: IntArray
    measured: BoolArray
    at_floor: FloatArray
    present: FloatArray
    covariates: pd.DataFrame

    @property
    def counts(self) -> bool:
        """Whether the values are counts of reads."""
        return self.scale is Scale.COUNTS

    @property
    def sequenced(self) -> bool:
        """Whether the values are counts of reads, as they are or scaled."""
        return self.scale in {Scale.COUNTS, Scale.SCALED_COUNTS}

    @property
    def sets(self) -> tuple[Part, ...]:
        """The set of each sample."""
        return tuple("independent" if later else "loo" for later in self.independent)

    def rows(self, *, independent: bool) -> IntArray:
        """Return the rows of one set."""
        return np.flatnonzero(self.independent == independent)


def everybody_of(study: Study, settings: PreparationSettings) -> Everybody:
    """Return all samples of the study; `settings` give the limits of raw intensities and the base of the logarithm."""
    cohorts = [study.training] if study.independent is None else [study.training, study.independent]
    cohorts = [cohort.take(sorted(range(cohort.n), key=cohort.samples.__getitem__)) for cohort in cohorts]
    genes = cohorts[0].genes
    cohorts = [cohort.with_expression(cohort.expression.named(genes)) for cohort in cohorts]
    plain = settings.model_copy(update={"scale_arrays": False, "scale_genes": False})
    steps = learn_without_filter(cohorts[0].expression, plain)
    read = np.concatenate([cohort.expression.values for cohort in cohorts])
    raw = cohorts[0].expression.scale is Scale.RAW
    samples = tuple(sample for cohort in cohorts for sample in cohort.samples)
    return Everybody(
        values=np.concatenate([apply_preparation(steps, cohort.expression).values for cohort in cohorts]),
        read=read,
        scale=cohorts[0].expression.scale,
        samples=samples,
        independent=np.concatenate([np.full(cohort.n, i == 1) for i, cohort in enumerate(cohorts)]),
        positive=np.concatenate([cohort.positive for cohort in cohorts]),
        persons=_persons(cohorts),
        measured=_measured(read, settings.floor if raw else None),
        at_floor=_share(read <= settings.floor, read) if raw else np.full(len(read), np.nan),
        present=_present(study.detection, samples),
        covariates=pd.concat([cohort.covariates for cohort in cohorts]),
    )


def _persons(cohorts: list[Cohort]) -> IntArray:
    """Return one number a person; the two sets share nobody, since a person in both is refused when they are read."""
    first = 0
    numbers = []
    for cohort in cohorts:
        numbers.append(cohort.persons + first)
        first += cohort.n_persons
    return np.concatenate(numbers)


def _measured(read: FloatArray, floor: float | None) -> BoolArray:
    if floor is None:
        return np.ones(read.shape[1], dtype=np.bool_)
    above = (read > floor).sum(axis=0) * 2 >= np.maximum((~np.isnan(read)).sum(axis=0), 1)
    return np.asarray(above if above.sum() >= FEWEST_GENES else np.ones_like(above), dtype=np.bool_)


def _share(true: BoolArray, read: FloatArray) -> FloatArray:
    known = ~np.isnan(read)
    return np.asarray((true & known).sum(axis=1) / np.maximum(known.sum(axis=1), 1), dtype=np.float64)


def _present(detection: pd.DataFrame | None, samples: tuple[str, ...]) -> FloatArray:
    if detection is None or not set(samples) <= set(detection.index):
        return np.full(len(samples), np.nan)
    calls = detection.loc[list(samples)].to_numpy(dtype=object)
    return np.asarray((calls == "P").mean(axis=1), dtype=np.float64)
