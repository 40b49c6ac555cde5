from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from guarantees.persons import one_to_three

from interpret.data.cohort import Cohort, Labels
from interpret.data.controls import without_controls
from interpret.data.expression import Expression, Scale
from interpret.data.study import Study
from interpret.errors import AnalysisError, SettingsError
from interpret.models import single_paths
from interpret.models import stability_selection as stability_module
from interpret.models.elastic_net import fit_path, lambda_path
from interpret.models.lasso_entry import LassoEntry, Ranking
from interpret.models.selection_bounds import error_bounds
from interpret.models.stability_selection import (
    SelectionRule,
    StabilitySelection,
    complementary_pairs,
    stability_selection,
)
from interpret.prep.preparation import apply_preparation, learn_preparation
from interpret.settings import PreparationSettings, SparseSettings

SETTINGS = SparseSettings(lambdas=30)
PREPARATION = PreparationSettings(min_ratio=8.0)
STREAM = np.random.SeedSequence(entropy=0, spawn_key=(7,))


class Recorder:
    """A base procedure that keeps the halves it was given and prefers the genes it is told to."""

    def __init__(self, preferred: Sequence[str] = ()) -> None:
        self.halves: list[Cohort] = []
        self.preferred = tuple(preferred)

    def __call__(self, halves: Sequence[Cohort]) -> list[Ranking]:
        self.halves += halves
        return [Ranking(self.preferred, half.genes) for half in halves]


def select(cohort: Cohort, pairs: int = 6, threads: int = 1, rule: SelectionRule | None = None) -> StabilitySelection:
    return stability_selection(cohort, SETTINGS, PREPARATION, STREAM, pairs=pairs, threads=threads, rule=rule)


def assert_same(one: StabilitySelection, other: StabilitySelection) -> None:
    assert one.genes == other.genes
    assert one.frequency.tobytes() == other.frequency.tobytes()
    assert (one.q, one.threshold, one.bounds, one.chosen) == (other.q, other.threshold, other.bounds, other.chosen)
    assert one.mean_selected == other.mean_selected


def log_cohort(values: np.ndarray, positive: np.ndarray) -> Cohort:
    n, p = values.shape
    expression = Expression(values, tuple(f"P{i}" for i in range(n)), tuple(f"G{j:03d}" for j in range(p)), Scale.LOG2)
    return Cohort(expression, positive, Labels("control", "case"))


def test_frequencies_are_those_of_the_plain_loop(small_cohort: Cohort) -> None:
    """Every half on its own: filter, path by `fit_path`, genes in order of entry, the first q counted."""
    recorder = Recorder()
    complementary_pairs(small_cohort, recorder, STREAM, 6, rule=SelectionRule(threshold=0.6, q=4))
    found = select(small_cohort, rule=SelectionRule(threshold=0.6, q=4))
    counts = dict.fromkeys(found.genes, 0)
    kept = set()
    for half in recorder.halves:
        prepared = apply_preparation(learn_preparation(half.expression, PREPARATION), half.expression)
        kept.add(prepared.genes)
        lambdas = lambda_path(prepared.values, half.positive, 1.0, 30, 0.01)
        path = fit_path(prepared.values, half.positive, 1.0, lambdas).coefficients
        spread = prepared.values.std(axis=0)
        entry = []
        for j, gene in enumerate(prepared.genes):
            places = np.flatnonzero(path[:, j])
            if places.size:
                entry.append((places[0], -abs(path[places[0], j]) * spread[j], gene))
        for _, _, gene in sorted(entry)[:4]:
            counts[gene] += 1
    assert len(kept) > 1  # the filter is learnt anew on each half
    assert dict(zip(found.genes, np.rint(found.frequency * 12).astype(int).tolist(), strict=True)) == counts
    assert found.offered == min(map(len, kept))
    assert found.genes == tuple(sorted(set().union(*kept)))


def test_order_of_samples_and_genes_threads_and_batches_change_nothing(
    small_cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = select(small_cohort)
    random = np.random.default_rng(1)
    mixed = small_cohort.take(random.permutation(20))
    mixed = mixed.with_expression(mixed.expression.take_genes(random.permutation(60)))
    assert_same(found, select(mixed))
    assert_same(found, select(small_cohort, threads=2))
    monkeypatch.setattr(stability_module, "PAIRS_AT_ONCE", 4)
    monkeypatch.setattr(single_paths, "NUMBERS_AT_ONCE", 1)
    assert_same(found, select(small_cohort))


def test_the_stream_decides_and_is_left_alone(small_cohort: Cohort) -> None:
    stream = np.random.SeedSequence(4)
    runs = [stability_selection(small_cohort, SETTINGS, PREPARATION, stream, pairs=4) for _ in range(2)]
    assert_same(*runs)
    assert stream.n_children_spawned == 0
    other = stability_selection(small_cohort, SETTINGS, PREPARATION, np.random.SeedSequence(5), pairs=4)
    assert other.frequency.tobytes() != runs[0].frequency.tobytes()


def test_halves_are_complementary_stratified_and_different(small_cohort: Cohort) -> None:
    recorder = Recorder()
    complementary_pairs(small_cohort, recorder, STREAM, 20, rule=SelectionRule(threshold=0.75, q=1))
    assert len(recorder.halves) == 40
    for one, other in zip(recorder.halves[::2], recorder.halves[1::2], strict=True):
        assert sorted((*one.samples, *other.samples)) == sorted(small_cohort.samples)
        assert one.n == other.n == 10
        assert abs(one.n_positive - other.n_positive) <= 1
    assert len({half.samples for half in recorder.halves}) > 30


def test_a_persons_samples_go_together_and_both_halves_hold_both_classes() -> None:
    cohort = one_to_three()
    recorder = Recorder()
    complementary_pairs(cohort, recorder, STREAM, 20, rule=SelectionRule(threshold=0.75, q=1))
    for one, other in zip(recorder.halves[::2], recorder.halves[1::2], strict=True):
        assert not set(one.subjects or ()) & set(other.subjects or ())
        assert one.n + other.n == cohort.n
        assert 0 < one.n_positive < one.n
        assert 0 < other.n_positive < other.n


def test_any_base_procedure_will_do_and_q_cuts_its_ranking(small_cohort: Cohort) -> None:
    rule = SelectionRule(threshold=0.75, q=2)
    found = complementary_pairs(small_cohort, Recorder(["G07", "G03", "G05"]), STREAM, 5, rule=rule)
    assert found.chosen == ("G03", "G07")
    assert found.mean_selected == 2.0
    assert found.frequency.sum() == 2.0
    assert found.theta == pytest.approx(2 / 60)
    assert found.bounds == error_bounds(2, 60, 60, 0.75, 5)
    assert found.table()["gene"].tolist() == ["G03", "G07"]


def test_a_gene_at_the_threshold_is_chosen(small_cohort: Cohort) -> None:
    """0.58 of 100 halves is 58 halves, though 0.58 * 100 is not 58 in binary."""
    calls = iter(range(100))

    def on_58(halves: Sequence[Cohort]) -> list[Ranking]:
        return [
            Ranking(("G00", "G01") if k < 57 else ("G00",) if k < 58 else (), half.genes)
            for half, k in zip(halves, calls, strict=False)
        ]

    found = complementary_pairs(small_cohort, on_58, STREAM, 50, rule=SelectionRule(threshold=0.58, q=2))
    assert found.chosen == ("G00",)


def test_genes_that_enter_together_are_ordered_by_size_then_by_name() -> None:
    random = np.random.default_rng(2)
    positive = np.arange(20) >= 10
    values = random.normal(size=(20, 8))
    values[:, 2] += 3.0 * positive
    values[:, 5] = values[:, 2]  # the same gene twice: the first by name stands for both
    values[:, 6] += 2.0 * positive
    entry = LassoEntry(SparseSettings(lambdas=5, smallest_lambda_ratio=1e-3), PreparationSettings())
    cohort = log_cohort(values, positive)
    (ranking,) = entry([cohort])
    prepared = cohort.expression
    path = fit_path(values, positive, 1.0, lambda_path(values, positive, 1.0, 5, 1e-3)).coefficients
    first = int((path != 0.0).any(axis=1).argmax())
    together = np.flatnonzero(path[first])
    assert together.size > 1  # so coarse a path lets several in at once
    size = np.abs(path[first, together]) * values[:, together].std(axis=0)
    expected = [prepared.genes[j] for j in together[np.argsort(-size)]]
    assert list(ranking.entered[: together.size]) == expected
    assert ranking.entered[0] == "G002"  # before G005


def test_rule_settles_what_is_left_open() -> None:
    plain = SelectionRule()
    assert plain.settle(1000, 1000, 50, 500) == (0.6, 28)  # sqrt(0.8 * 1000), and never below 0.6
    threshold, q = SelectionRule(q=50).settle(1000, 1000, 50, 500)
    assert q == 50
    assert error_bounds(q, 1000, 1000, threshold, 50).r_concave <= 1.0
    assert error_bounds(q, 1000, 1000, threshold - 0.01, 50).r_concave > 1.0
    assert plain.settle(1000, 1000, 50, 12)[1] == 11  # a lasso of 12 samples
    assert plain.settle(1000, 1000, 1, 12)[0] == 1.0  # of two halves
    assert SelectionRule(threshold=0.6).settle(100, 100, 50, 500) == (0.6, 9)
    assert SelectionRule(threshold=0.6, q=30).settle(100, 100, 50, 5) == (0.6, 30)
    assert SelectionRule(q=3).settle(100, 100, 50, 500)[1] == 3
    strict, lax = (SelectionRule(q=8, allowed=allowed).settle(100, 100, 50, 500)[0] for allowed in (0.1, 1.0))
    assert strict > lax


def test_planted_genes_are_chosen_and_noise_is_not() -> None:
    random = np.random.default_rng(8)
    positive = np.arange(60) >= 30
    values = random.normal(size=(60, 200))
    values[positive, :3] += np.array([2.5, -2.5, 2.5])
    found = stability_selection(log_cohort(values, positive), SETTINGS, PreparationSettings(), STREAM, pairs=25)
    assert set(found.chosen) >= {"G000", "G001", "G002"}
    assert found.frequency[:3].min() >= 0.9
    assert len(found.chosen) <= 4
    assert found.bounds.r_concave <= 1.0


@pytest.mark.shared
def test_golub_cystatin_c_and_cd33_come_first(golub: Study) -> None:
    """Of halves of 19 patients no gene is selected by three in five: too many stand for one another."""
    cohort, stream = without_controls(golub).training, np.random.SeedSequence(0)
    found = stability_selection(cohort, SparseSettings(), PreparationSettings(), stream)
    assert found.table()["gene"].tolist()[:2] == ["M27891_at", "M23197_at"]
    assert 0.4 < found.frequency.max() < found.threshold == 0.6
    assert (found.q, found.half_sizes) == (18, (19, 19))
    assert found.bounds.worst_case < 1.0
    assert found.chosen == ()


def test_chosen_noise_stays_below_the_bounds() -> None:
    """Null studies of independent genes, so all alike: theta is above their selection probability."""
    random = np.random.default_rng(20260701)
    rule = SelectionRule(threshold=0.55, q=6)
    counts = []
    for _ in range(40):
        positive = np.arange(24) % 2 == 0
        cohort = log_cohort(random.normal(size=(24, 30)), positive)
        settings = SparseSettings(lambdas=20, smallest_lambda_ratio=0.05)
        found = stability_selection(cohort, settings, PreparationSettings(), STREAM, pairs=10, rule=rule)
        counts.append(len(found.chosen))
    error = np.std(counts, ddof=1) / np.sqrt(len(counts))
    bounds = found.bounds
    assert np.mean(counts) > 0.0  # the bound is put to the test
    assert bounds.r_concave < bounds.unimodal
    assert np.mean(counts) <= bounds.r_concave + 4.0 * error


def test_every_step_of_progress_is_told(small_cohort: Cohort) -> None:
    steps = []

    class Counting:
        def advance(self, steps_done: int = 1) -> None:
            steps.append(steps_done)

    stability_selection(small_cohort, SETTINGS, PREPARATION, STREAM, pairs=12, stage=Counting())
    assert sum(steps) == 24
    assert len(steps) > 1


def test_what_cannot_be_halved_is_refused(small_cohort: Cohort) -> None:
    with pytest.raises(AnalysisError, match="smaller class has 1 "):
        select(small_cohort.take([0, 1, 2, 12]))
    with pytest.raises(SettingsError, match="0 pairs"):
        select(small_cohort, pairs=0)
    with pytest.raises(SettingsError, match="threshold"):
        select(small_cohort, rule=SelectionRule(threshold=0.4))


def test_of_several_alphas_the_largest_is_taken(small_cohort: Cohort) -> None:
    lasso, net = (replace_alphas(alphas) for alphas in ((1.0,), (0.2,)))
    rankings = {s.alphas: LassoEntry(s, PREPARATION)([small_cohort])[0] for s in (SETTINGS, lasso, net)}
    assert rankings[SETTINGS.alphas] == rankings[(1.0,)] != rankings[(0.2,)]


def replace_alphas(alphas: tuple[float, ...]) -> SparseSettings:
    return SETTINGS.model_copy(update={"alphas": alphas})


def test_frequencies_are_read_only(small_cohort: Cohort) -> None:
    found = select(small_cohort, pairs=2)
    with pytest.raises(ValueError, match="read-only"):
        found.frequency[0] = 1.0
    assert replace(found, threshold=1.0).threshold == 1.0
