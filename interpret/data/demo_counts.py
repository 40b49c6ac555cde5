"""The simulated study's twin of counts: reads of RNA sequencing with a known truth.

Each count is drawn from a Poisson law around `share * library * biology`, the biology a gamma variate whose variance
falls with the level, so counts follow the negative binomial law. Libraries differ several fold, and in one class some
abundant genes take up more of the library, so that the sum of reads alone makes samples comparable badly.
"""

from __future__ import annotations

import math

import numpy as np

from interpret.contracts import FloatArray
from interpret.data.cohort import Cohort
from interpret.data.demo import LABELS, N_BLOCK, Patients, Plan, choose_genes, simulate_patients
from interpret.data.expression import Expression, Scale
from interpret.data.readers.annotation import annotation_frame
from interpret.data.study import Study, Truth
from interpret.nouns import PATIENT, told

N_GENES = 6000
N_SPIKES = 24
N_SILENT = 400  # never counted
N_ABUNDANT = 15
LIBRARY = (2e6, 12e6)
_DIGITS = 6  # of an expected count: a last digit of the platform's powers cannot show


def simulate_counts(seed: int = 0) -> Study:
    """Simulate 38 training and 34 independent patients with 6,000 genes and 24 spike-ins.

    150 genes differ between the classes by 0.6 to 2.4 on the log2 scale, 12 of them moving together; a batch that is
    balanced over the classes shifts 300 others; 15 abundant genes, planted too, take a larger share of the libraries of
    type B. 400 genes are never counted. The descriptions give nothing away; `truth` does. The same seed gives the same
    bits.

    Parameters
    ----------
    seed
        Seed of the only stream of random numbers.

    Returns
    -------
    Study
        Counts, patients `S01` to `S72`, the first 38 of them for training.
    """
    random = np.random.default_rng(np.random.SeedSequence([seed, 20140203]))
    patients = simulate_patients(random)
    plan = choose_genes(random, N_SPIKES, N_SPIKES + N_GENES - N_SILENT)
    values = _counts(random, patients, plan)
    numbers = range(1, N_GENES + 1)
    genes = tuple(f"ERCC-{i:05d}" for i in range(1, N_SPIKES + 1)) + tuple(f"SIMG{i:05d}" for i in numbers)
    expression = Expression(values, tuple(patients.covariates.index), genes, Scale.COUNTS)
    everybody = Cohort(expression, patients.positive, LABELS, patients.covariates)
    training, independent = (
        everybody.take(np.flatnonzero(chosen)) for chosen in (~patients.independent, patients.independent)
    )
    return Study(
        training=training,
        independent=independent,
        annotation=annotation_frame(
            genes,
            [""] * N_SPIKES + [f"GENE{i:05d}" for i in numbers],
            ["simulated spike-in"] * N_SPIKES + [f"simulated gene {i}" for i in numbers],
        ),
        sources=(),
        layout=told(
            f"Built-in simulation, seed {seed}: counts of {N_GENES:,} genes and {N_SPIKES} spike-ins in "
            f"{training.n} training and {independent.n} independent {PATIENT}s. No {PATIENT} exists."
        ),
        title="Simulated study of counts",
        simulated=True,
        truth=Truth(*(tuple(genes[j] for j in np.sort(part)) for part in (plan.differential, plan.block, plan.batch))),
    )


def _counts(random: np.random.Generator, patients: Patients, plan: Plan) -> FloatArray:
    n, p = patients.positive.size, N_SPIKES + N_GENES
    level = random.normal(3.0, 2.6, size=p)  # (p,) log2 of the share
    level[plan.differential] = random.uniform(3.0, 8.0, size=plan.differential.size)
    abundant = plan.differential[N_BLOCK : N_BLOCK + N_ABUNDANT]
    level[abundant] = random.uniform(11.5, 13.0, size=N_ABUNDANT)
    log2 = np.tile(level, (n, 1))  # (n, p)
    together = random.normal(0.0, 0.4, size=(n, 1))
    log2[:, plan.block] += together
    effect = random.uniform(0.6, 2.4, size=plan.differential.size)
    effect *= random.choice([-1.0, 1.0], size=effect.size)
    effect[:N_BLOCK] = random.uniform(1.2, 1.8, size=N_BLOCK)  # the block moves one way
    effect[N_BLOCK : N_BLOCK + N_ABUNDANT] = random.uniform(0.8, 1.6, size=N_ABUNDANT)  # and so do the abundant genes
    side = np.where(patients.positive, 0.5, -0.5) * patients.strength  # (n,)
    log2[:, plan.differential] += side[:, None] * effect
    log2[:, plan.batch] += patients.second_batch[:, None] * random.normal(0.0, 0.5, size=plan.batch.size)
    share = 2.0**log2
    share[:, -N_SILENT:] = 0.0
    share /= share.sum(axis=1, keepdims=True)
    low, high = (math.log(size) for size in LIBRARY)
    library = np.exp(random.uniform(low, high, size=(n, 1)))
    # the variance of the biology: 0.08 for the most abundant, several times as much for the rarest
    dispersion = 0.08 * (1.0 + 6.0 * 2.0 ** (-level / 2.0)) * random.chisquare(8.0, size=p) / 8.0
    dispersion = np.clip(dispersion, 0.01, 2.0)
    dispersion[:N_SPIKES] = 0.01  # the same amount of each was put into every sample
    biology = random.gamma(1.0 / dispersion, size=(n, p)) * dispersion
    return np.asarray(random.poisson(np.round(share * library * biology, _DIGITS)), dtype=np.float64)
