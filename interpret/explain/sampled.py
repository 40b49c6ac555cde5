"""SHAP values of models whose arithmetic has no form that could be summed up: sampled, with their standard error."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from interpret.contracts import FloatArray
from interpret.explain.explained import Explained, Sampling, Task
from interpret.method import Basis, Method

MOST_BACKGROUND = 100
"""Training patients that one draw of an order is averaged over, at most."""
_LARGEST_SEED = 2**32 - 1  # of NumPy's older generator, which shap draws from


@dataclass(frozen=True, eq=False)
class Sampled:
    """Values of one patient and `k` genes, `(k,)` with their standard errors, and the baseline."""

    values: FloatArray
    standard_error: FloatArray
    baseline: float


def explain_sampled(tasks: Sequence[Task], sampling: Sampling | None = None) -> list[Explained]:
    """Return interventional SHAP values of the probability against each model's own training patients, by sampling.

    The genes are put in a random order; one after the other is changed from the training patients' values to the
    patient's, and the gene is credited with what the mean probability gains; then the same order is run through
    backwards (antithetic: what one way credits too early, the other credits too late). The value is the mean over
    `sampling.pairs` such runs, which are independent draws, so their spread over the root of their number is the
    standard error (Castro et al. 2009, doi:10.1016/j.cor.2008.04.004; Mitchell et al. 2022, JMLR 23(43)). shap's
    permutation explainer is used and not its kernel explainer: every run by itself adds up to the output exactly, so
    sampling costs precision in the single values but never efficiency, and a model without interactions of more than
    two genes is explained exactly; the kernel explainer's error comes out of one regression and is not given.

    Of more than 100 training patients each run draws 100 anew, the same for all patients of a model, which the standard
    error of the values then includes.

    Parameters
    ----------
    tasks
        Models whose form is `Anything`, with their patients.
    sampling
        Stream, number of runs and where they run.

    Raises
    ------
    TypeError
        No sampling was asked for.
    """
    if sampling is None:
        message = "values of this model can only be sampled: say how"
        raise TypeError(message)
    each = [one for task in tasks for one in _patients_of(task, sampling)]
    found = iter(list(sampling.mapper(_one_patient, each)))
    return [_together(task, [next(found) for _ in range(task.patients.n_samples)]) for task in tasks]


def _together(task: Task, found: Sequence[Sampled]) -> Explained:
    return Explained(
        values=np.stack([one.values for one in found]),
        design=task.model.design(task.patients),
        baseline=found[0].baseline,
        output=np.asarray(task.model.probability(task.patients), dtype=np.float64),
        standard_error=np.stack([one.standard_error for one in found]),
    )


@dataclass(frozen=True, eq=False)
class _Patient:
    """What a process is sent: a model, `(k,)` values, `(n, k)` of the training patients, and whose chance it is."""

    model: Any
    name: str
    values: FloatArray
    background: FloatArray
    sampling: Sampling


def _patients_of(task: Task, sampling: Sampling) -> list[_Patient]:
    alone = replace(sampling, mapper=map)  # a process is sent no other processes
    background, entered = task.background(), np.asarray(task.model.entered(task.patients), dtype=np.float64)
    return [
        _Patient(task.model, name, values, background, alone)
        for name, values in zip(task.patients.samples, entered, strict=True)
    ]


def _one_patient(patient: _Patient) -> Sampled:
    stream = patient.sampling.stream
    return sample(
        patient.model.form.probability,
        patient.values,
        patient.background,
        stream=_child(stream, zlib.crc32(patient.name.encode())),
        of_background=_child(stream, zlib.crc32(b"background")),
        pairs=patient.sampling.pairs,
    )


def sample(
    function: Callable[[FloatArray], FloatArray],
    patient: FloatArray,
    background: FloatArray,
    *,
    stream: np.random.SeedSequence,
    of_background: np.random.SeedSequence,
    pairs: int,
) -> Sampled:
    """Sample the SHAP values of one patient.

    Parameters
    ----------
    function
        From `(m, k)` values to `(m,)` outputs.
    patient, background
        `(k,)` and `(n, k)` values.
    stream, of_background
        Of the orders, and of the patients drawn from the background where there are more than are used.
    pairs
        Independent runs, each forwards and backwards.
    """
    from interpret.explain.shap_explainers import PermutationExplainer  # noqa: PLC0415  takes seconds to import
    from interpret.explain.training_patients import TrainingPatients  # noqa: PLC0415  the same

    draws = np.random.default_rng(of_background)
    seeds = stream.generate_state(pairs) % _LARGEST_SEED
    values, baselines = np.empty((pairs, patient.size)), np.empty(pairs)
    with _numpys_chance_put_back():
        for run in range(pairs):
            drawn = background
            if len(background) > MOST_BACKGROUND:
                drawn = background[np.sort(draws.choice(len(background), MOST_BACKGROUND, replace=False))]
            explainer = PermutationExplainer(function, TrainingPatients(drawn), seed=int(seeds[run]))
            explained = explainer(patient[None], max_evals=2 * patient.size + 1, silent=True)
            values[run], baselines[run] = explained.values[0], np.asarray(explained.base_values).item()
    error = values.std(axis=0, ddof=1) / np.sqrt(pairs)
    return Sampled(values.mean(axis=0), error, float(baselines.mean()))


def _child(stream: np.random.SeedSequence, key: int) -> np.random.SeedSequence:
    return np.random.SeedSequence(entropy=stream.entropy, spawn_key=(*stream.spawn_key, key))


@contextmanager
def _numpys_chance_put_back() -> Iterator[None]:
    """Leave NumPy's global generator, which shap seeds and draws from, as it was."""
    before = np.random.get_state()  # noqa: NPY002  shap draws from it and offers no other
    try:
        yield
    finally:
        np.random.set_state(before)  # noqa: NPY002  the same


RECORD = Method(
    name="sampled-shap",
    title="SHAP values by sampling",
    room="explanations",
    about=(
        "SHAP values sampled over random orders of the genes, each run through forwards and backwards, with "
        "their standard errors."
    ),
    basis=Basis(
        estimand="How far each gene moves the output of a sample from that of the training samples.",
        formula=(
            "phi_j = mean over sampled orders of the change when gene j is set to its value after those before it."
        ),
        assumptions="Genes are replaced independently of one another. Values carry the sampling error that is stated.",
        reference="Štrumbelj and Kononenko 2014, doi:10.1007/s10115-013-0679-x",
    ),
)
