"""The built-in simulated study: intensities like those of an early Affymetrix array, with a known truth.

Each intensity is `2 ** (baseline + patient's deviation + planted shifts) * array factor + background noise`, rounded
as the scanner's software rounds. The additive noise brings weakly expressed genes to zero and below, as on the real
array. A few patients show the difference between the classes only faintly, so no honest model gets everybody right.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.data.readers.annotation import annotation_frame
from interpret.data.study import Study, Truth
from interpret.nouns import PATIENT, told

N_GENES = 7129
N_CONTROLS = 12
CLASS_SIZES = ((27, 11), (20, 14))  # negative, positive: training, independent
N_DIFFERENTIAL = 150
N_BLOCK = 12
N_BATCH = 300
SATURATION = 60_000.0
FAINT_PATIENTS = (2, 2)  # per set, half of them of each class

LABELS = Labels(negative="type A", positive="type B")


@dataclass(frozen=True, eq=False)
class Patients:
    """The simulated patients, `(n,)` each: class, set, how much of the class difference they show, and batch."""

    positive: BoolArray
    independent: BoolArray
    strength: FloatArray
    second_batch: BoolArray
    covariates: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Plan:
    """Numbers of the planted genes; `block` are the first of `differential`."""

    differential: IntArray
    block: IntArray
    batch: IntArray


def simulate_study(seed: int = 0) -> Study:
    """Simulate 38 training and 34 independent patients with 7,129 probes.

    150 genes differ between the classes by 0.4 to 2.2 on the log2 scale, 12 of them moving together; a batch that is
    balanced over the classes shifts 300 others. The descriptions give nothing away; `truth` does. The same seed gives
    the same bits: values are rounded, so a last digit of the platform's powers cannot show.

    Parameters
    ----------
    seed
        Seed of the only stream of random numbers.

    Returns
    -------
    Study
        Raw intensities, patients `S01` to `S72`, the first 38 of them for training.
    """
    random = np.random.default_rng(np.random.SeedSequence(seed))
    patients = simulate_patients(random)
    plan = choose_genes(random, N_CONTROLS, N_GENES)
    values = _simulate_intensities(random, patients, plan)
    genes = _gene_names()
    samples = tuple(patients.covariates.index)
    expression = Expression(values, samples, genes, Scale.RAW)
    everybody = Cohort(expression, patients.positive, LABELS, patients.covariates)
    training, independent = (
        everybody.take(np.flatnonzero(chosen)) for chosen in (~patients.independent, patients.independent)
    )
    controls = [""] * N_CONTROLS
    numbers = range(1, N_GENES - N_CONTROLS + 1)
    return Study(
        training=training,
        independent=independent,
        annotation=annotation_frame(
            genes,
            controls + [f"GENE{i:04d}" for i in numbers],
            ["simulated control probe"] * N_CONTROLS + [f"simulated gene {i}" for i in numbers],
        ),
        sources=(),
        layout=told(
            f"Built-in simulation, seed {seed}: {N_GENES:,} probes, raw intensities of {training.n} training and "
            f"{independent.n} independent {PATIENT}s. No {PATIENT} exists."
        ),
        title="Simulated study",
        simulated=True,
        truth=Truth(*(tuple(genes[j] for j in np.sort(part)) for part in (plan.differential, plan.block, plan.batch))),
    )


def simulate_patients(random: np.random.Generator) -> Patients:
    """Draw the patients of both sets: who is of which class and batch, and how plainly they show it."""
    positive, independent, strength, second_batch = [], [], [], []
    for part, ((n_negative, n_positive), faint) in enumerate(zip(CLASS_SIZES, FAINT_PATIENTS, strict=True)):
        n = n_negative + n_positive
        truth = random.permutation(np.arange(n) >= n_negative)
        batch = np.zeros(n, dtype=np.bool_)
        share = np.clip(random.normal(1.0, 0.25, size=n), 0.5, None)
        for of_class in (np.flatnonzero(truth), np.flatnonzero(~truth)):
            shuffled = random.permutation(of_class)
            batch[shuffled[: len(shuffled) // 2]] = True  # both batches hold both classes
            share[shuffled[-(faint // 2) :]] = random.uniform(-0.4, 0.1, size=faint // 2)
        positive.append(truth)
        independent.append(np.full(n, part == 1))
        strength.append(share)
        second_batch.append(batch)
    in_second = np.concatenate(second_batch)
    n = in_second.size
    covariates = pd.DataFrame(
        {
            "batch": np.where(in_second, "batch 2", "batch 1"),
            "age": random.integers(18, 80, size=n).astype(np.float64),
            "sex": np.where(random.random(n) < 0.5, "F", "M"),  # noqa: PLR2004  a fair coin
        },
        index=[f"S{i:02d}" for i in range(1, n + 1)],
    )
    return Patients(
        np.concatenate(positive), np.concatenate(independent), np.concatenate(strength), in_second, covariates
    )


def choose_genes(random: np.random.Generator, first: int, end: int) -> Plan:
    """Choose which of the genes numbered `first` to `end` are planted; control probes are never among them."""
    chosen = first + random.permutation(end - first)[: N_DIFFERENTIAL + N_BATCH]
    differential = chosen[:N_DIFFERENTIAL]
    return Plan(differential, differential[:N_BLOCK], chosen[N_DIFFERENTIAL:])


def _simulate_intensities(random: np.random.Generator, patients: Patients, plan: Plan) -> FloatArray:
    n = patients.positive.size
    baseline = np.clip(random.normal(6.9, 2.6, size=N_GENES), 1.0, 14.5)  # (p,) log2
    spread = np.sqrt(0.5 * 4.0 / random.chisquare(4.0, size=N_GENES)).clip(0.2, 2.0)  # (p,) log2
    baseline[plan.differential] = random.uniform(8.5, 12.0, size=N_DIFFERENTIAL)
    deviation = random.normal(size=(n, N_GENES))
    together = random.normal(size=(n, 1))
    deviation[:, plan.block] = np.sqrt(0.75) * together + np.sqrt(0.25) * deviation[:, plan.block]
    log2 = baseline + spread * deviation  # (n, p)

    effect = random.uniform(0.4, 2.2, size=N_DIFFERENTIAL) * random.choice([-1.0, 1.0], size=N_DIFFERENTIAL)
    effect[:N_BLOCK] = random.uniform(1.2, 1.8, size=N_BLOCK)  # the block moves one way
    side = np.where(patients.positive, 0.5, -0.5) * patients.strength  # (n,)
    log2[:, plan.differential] += side[:, None] * effect
    shift = random.normal(0.0, 0.5, size=N_BATCH)
    log2[:, plan.batch] += patients.second_batch[:, None] * shift

    array_factor = 2.0 ** random.normal(0.0, 0.2, size=(n, 1))
    # a perfect match less its mismatch: the background differs by probe and may be negative
    offset = random.normal(-60.0, 90.0, size=N_GENES)  # (p,)
    noise = random.normal(size=(n, N_GENES)) * 70.0 * 2.0 ** random.normal(-0.5, 1.0, size=N_GENES)
    intensity = np.minimum(2.0**log2 * array_factor, SATURATION) + offset + noise
    return np.round(intensity) + 0.0  # no negative zero


def _gene_names() -> tuple[str, ...]:
    controls = tuple(f"AFFX-SIM{i:02d}_at" for i in range(1, N_CONTROLS + 1))
    return controls + tuple(f"SIM{i:04d}_at" for i in range(1, N_GENES - N_CONTROLS + 1))
