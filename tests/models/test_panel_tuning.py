"""What the panel tunes is tuned inside the fold, as a plainly written nested loop would."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from guarantees.persons import persons_cohort
from models.panel_cases import (
    PANEL,
    STREAM,
    fitted,
    named,
    settings,
    strangers,
    study,
)

from interpret.contracts import BoolArray, FloatArray
from interpret.data.cohort import Cohort
from interpret.models import panel as panel_file
from interpret.models.panel import Choice, PanelLearner, Plan
from interpret.models.rules.sigmoid import learn_sigmoid
from interpret.models.scaling import learn_scaling
from interpret.models.screening import EveryGene, TopByF
from interpret.prep.preparation import apply_preparation, learn_as_read, learn_preparation
from interpret.scoring.splits import stratified_folds

TUNED = [learner.name for learner in PANEL if learner.plan.tunes]
NEW = strangers()


def nested_by_hand(learner: PanelLearner, train: Cohort) -> tuple[FloatArray, FloatArray]:
    """Return `(g,)` inner Brier scores and `(g, n)` held-out outputs, by the obvious loop over choices and folds."""
    plan = learner.plan
    whole = (
        learn_as_read(train.expression) if plan.as_read else learn_preparation(train.expression, settings().preparation)
    )
    X = apply_preparation(whole, train.expression).values
    seed = int(STREAM.generate_state(1)[0]) % (2**31 - 1)
    fold = stratified_folds(train.positive, 4, STREAM, train.persons)
    scores, outputs = [], []
    for choice in plan.grid:
        output = np.full(train.n, np.nan)
        for number in range(4):
            inside = fold != number
            columns = plan.screening.choose(X[inside], train.positive[inside])
            scaled = learn_scaling(X[inside][:, columns], plan.scaling)
            rule = plan.learn(scaled.apply(X[inside][:, columns]), train.positive[inside], choice, seed)
            for patient in np.flatnonzero(~inside):
                row = scaled.apply(X[[patient]][:, columns])
                output[patient] = (rule.score(row) if plan.calibrated else rule.probability(row))[0]
        probability = learn_sigmoid(output, train.positive).probability(output) if plan.calibrated else output
        scores.append(np.mean((probability - train.positive) ** 2))
        outputs.append(output)
    return np.array(scores), np.array(outputs)


@pytest.mark.parametrize("name", TUNED)
def test_the_choice_is_that_of_a_plainly_written_nested_loop(name: str) -> None:
    train = study(8, 7, seed=3, planted=1.2)  # names are in order already
    scores, outputs = nested_by_hand(named(name), train)
    model = fitted(name, train)
    best = int(np.flatnonzero(scores <= scores.min() + 1e-12)[0])
    assert model.chosen == tuple(named(name).plan.grid[best].items())
    assert model.inner_brier == pytest.approx(scores[best], abs=1e-12)
    if named(name).plan.calibrated:
        expected = learn_sigmoid(outputs[best], train.positive)
        found = model.rule.sigmoid  # type: ignore[attr-defined]  a calibrated rule has one
        assert (found.slope, found.intercept) == pytest.approx((expected.slope, expected.intercept), rel=1e-6)


@pytest.mark.parametrize("name", [learner.name for learner in PANEL if learner.plan.learn_each is not None])
@pytest.mark.parametrize("planted", [0.0, 2.5])
def test_all_choices_at_once_are_to_the_bit_each_by_itself(name: str, planted: float) -> None:
    plan, cohort = named(name).plan, study(planted=planted)
    Z = np.log2(cohort.expression.values)
    new = np.log2(NEW.values)
    together = plan.of_every_choice(Z, cohort.positive, 9)
    assert len(together) == len(plan.grid)
    for choice, rule in zip(plan.grid, together, strict=True):
        alone = plan.learn(Z, cohort.positive, choice, 9)
        if plan.calibrated:
            assert rule.score(new).tobytes() == alone.score(new).tobytes()
        else:
            assert rule.probability(new).tobytes() == alone.probability(new).tobytes()
            np.testing.assert_array_equal(rule.used(), alone.used())


class Says:
    """A rule of a test: the same probability or score for everybody."""

    def __init__(self, value: float, k: int) -> None:
        self.value, self.k = value, k

    def probability(self, Z: FloatArray) -> FloatArray:
        return np.full(len(Z), self.value)

    def score(self, Z: FloatArray) -> FloatArray:
        return Z[:, 0].copy()

    def used(self) -> BoolArray:
        return np.ones(self.k, dtype=np.bool_)


def learner_of(learn: panel_file.Learn, grid: tuple[Choice, ...] = ({},), **own: object) -> PanelLearner:
    screening = own.pop("screening", EveryGene())
    plan = Plan(name="test", title="Test", about="", learn=learn, screening=screening, grid=grid, **own)  # type: ignore[arg-type]
    return PanelLearner(plan, settings().preparation, inner_folds=4)


@pytest.mark.parametrize("roundings", [0.0, 1e-15])
def test_of_equally_good_choices_the_simplest_is_taken(roundings: float) -> None:
    """Also where a later one is better by no more than a rounding."""
    grid = tuple({"place": float(place)} for place in range(4))

    def learn(Z: FloatArray, positive: BoolArray, choice: Choice, seed: int) -> Says:
        del positive, seed
        return Says([0.9, 0.4, 0.4 + roundings, 0.4][int(choice["place"])], Z.shape[1])

    for order in (grid, grid[::-1]):
        model = learner_of(learn, order).fit(study(11, 9), STREAM)
        assert model.chosen == (("place", 1.0 if order is grid else 3.0),)


def test_inner_folds_keep_persons_together_and_hold_both_classes() -> None:
    cohort = persons_cohort((3, 2, 1, 2, 3, 1, 2, 1, 3, 2, 1, 3), np.arange(12) % 2 == 0, 20260401)
    level = {row.tobytes(): person for row, person in zip(cohort.expression.values, cohort.persons, strict=True)}
    seen: list[set[int]] = []

    def learn(Z: FloatArray, positive: BoolArray, choice: Choice, seed: int) -> Says:
        del choice, seed
        seen.append({int(level[row.tobytes()]) for row in Z})
        assert positive.any()
        assert not positive.all()
        return Says(0.5, Z.shape[1])

    grid = ({"a": 1.0}, {"a": 2.0})
    learner_of(learn, grid, as_read=True).fit(cohort, STREAM)
    inner, last = seen[:-1], seen[-1]
    assert last == set(range(12))
    assert len(inner) == 2 * 4
    outside = [last - some for some in inner[::2]]
    assert sum(len(some) for some in outside) == 12, "every person is outside exactly once, with all samples"
    assert set.union(*outside) == last


def test_genes_are_chosen_and_scaled_within_the_inner_folds() -> None:
    """Eight of 600 noise genes, chosen on all patients, would tell the inner held-out ones apart."""
    names = ["logistic-regression", "k-nearest-neighbours", "linear-svm", "decision-tree"]
    inside, let_in = [], []
    for seed in range(3):
        noise = study(12, 12, seed=seed, planted=0.0, p=600)
        prepared = learn_preparation(noise.expression, settings().preparation)
        X = apply_preparation(prepared, noise.expression)
        chosen = TopByF(8).choose(X.values, noise.positive)
        leaking = noise.with_expression(noise.expression.named([X.genes[j] for j in chosen]))
        for name in names:
            inside.append(fitted(name, noise).inner_brier)
            let_in.append(fitted(name, leaking).inner_brier)
    assert np.mean(inside) > 0.24  # a coin has 0.25
    assert np.mean(let_in) < 0.16


def test_the_stream_decides_and_is_not_used_up() -> None:
    learner, cohort = named("neural-network"), study()
    stream = np.random.SeedSequence(3)
    one, two = learner.fit(cohort, stream), learner.fit(cohort, stream)
    assert one.model_id == two.model_id
    assert learner.fit(cohort, np.random.SeedSequence(4)).model_id != one.model_id


def test_libsvm_writes_nothing_to_the_terminal() -> None:
    words = (
        "import numpy as np; from interpret.models.rules.support_vectors import machine; "
        "machine(np.arange(8.0).reshape(4, 2), np.array([0, 1, 0, 1], bool), 1.0, 'linear', 1.0)"
    )
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, check=True)  # noqa: S603  our own words
    assert done.stdout == b""
