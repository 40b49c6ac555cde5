"""The nearest training patients: by the plain formula, without a say of the patient or of any label."""

from __future__ import annotations

import numpy as np

from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.explain.nearest import FEW, MOST, nearest_in_training, nearest_of_new
from interpret.settings import PreparationSettings

PLAIN = PreparationSettings()


def cohort(n: int = 24, p: int = 60, seed: int = 1, subjects: tuple[str, ...] | None = None) -> Cohort:
    random = np.random.default_rng(seed)
    positive = np.arange(n) % 3 == 0
    values = random.normal(8.0, 1.0, (n, p)) + np.where(positive, 0.6, 0.0)[:, None] * (np.arange(p) < 20)
    names = tuple(f"S{i:02d}" for i in range(n))
    genes = tuple(f"g{j:02d}" for j in range(p))
    return Cohort(Expression(values, names, genes, Scale.LOG2), positive, Labels("ALL", "AML"), subjects=subjects)


def each(group: Cohort) -> list[np.ndarray]:
    return [group.rows_of(person) for person in range(group.n_persons)]


def test_neighbours_are_those_of_the_largest_correlation_of_what_the_others_centre() -> None:
    group = cohort()
    found = nearest_in_training(group, each(group), PLAIN)
    assert sorted(found) == list(range(group.n))
    for row in (0, 7, 23):
        rest = np.delete(np.arange(group.n), row)
        centred = group.expression.values - group.expression.values[rest].mean(axis=0)
        by_hand = {j: float(np.corrcoef(centred[row], centred[j])[0, 1]) for j in rest}
        expected = sorted(by_hand, key=lambda j: -by_hand[j])[:MOST]
        near = found[row]
        assert [neighbour.sample for neighbour in near.neighbours] == [group.samples[j] for j in expected]
        np.testing.assert_allclose([n.similarity for n in near.neighbours], [by_hand[j] for j in expected], atol=1e-9)
        assert [n.positive for n in near.neighbours] == [bool(group.positive[j]) for j in expected]
        assert (near.genes, near.n, near.n_positive) == (60, 23, int(group.positive[rest].sum()))
        assert near.positive == sum(bool(group.positive[j]) for j in expected)


def test_a_filter_is_learnt_without_the_patient() -> None:
    group = cohort()
    raw = 2.0**group.expression.values
    raw[:, 0] = 200.0
    raw[5, 0] = 15_000.0  # only patient 5 makes this gene vary
    read = Expression(raw, group.samples, group.genes, Scale.RAW)
    found = nearest_in_training(
        group.with_expression(read), each(group), PreparationSettings(min_ratio=3, min_difference=100)
    )
    assert found[5].genes == found[4].genes - 1


def test_no_label_has_a_say_and_the_patients_own_values_do_not_move_the_others() -> None:
    group = cohort()
    found = nearest_in_training(group, each(group), PLAIN)
    flipped = group.with_positive(~group.positive)
    again = nearest_in_training(flipped, each(group), PLAIN)
    for row in range(group.n):
        assert [(n.sample, n.similarity) for n in again[row].neighbours] == [
            (n.sample, n.similarity) for n in found[row].neighbours
        ]
        assert all(m.positive != n.positive for m, n in zip(again[row].neighbours, found[row].neighbours, strict=True))


def test_order_of_samples_and_genes_changes_nothing() -> None:
    group = cohort()
    found = nearest_in_training(group, each(group), PLAIN)
    rows, columns = np.random.default_rng(2).permutation(group.n), np.random.default_rng(3).permutation(60)
    mixed = group.take(rows)
    mixed = mixed.with_expression(mixed.expression.take_genes(columns))
    again = nearest_in_training(mixed, each(mixed), PLAIN)
    assert {mixed.samples[i]: near for i, near in again.items()} == {group.samples[i]: n for i, n in found.items()}


def test_samples_of_one_person_are_no_neighbours() -> None:
    persons = tuple(f"P{i // 2}" for i in range(24))
    group = cohort(subjects=persons)
    values = group.expression.values.copy()
    values[1::2] = values[::2] + 0.01 * np.random.default_rng(4).normal(size=values[::2].shape)
    group = group.with_expression(group.expression.with_values(values, Scale.LOG2))
    found = nearest_in_training(group, each(group), PLAIN)
    for row, near in found.items():
        own = {sample for sample, person in zip(group.samples, persons, strict=True) if person == persons[row]}
        assert not own & {neighbour.sample for neighbour in near.neighbours}
        assert near.n == 22


def test_few_patients_have_few_neighbours_and_equal_ones_stand_by_name() -> None:
    group = cohort(n=8)
    values = group.expression.values.copy()
    values[3] = values[6]
    group = group.with_expression(group.expression.with_values(values, Scale.LOG2))
    new = Expression(values[3:4], ("new",), group.genes, Scale.LOG2)
    [near] = nearest_of_new(group, new, PLAIN)
    assert len(near.neighbours) == FEW
    assert [n.sample for n in near.neighbours[:2]] == ["S03", "S06"]
    assert near.neighbours[0].similarity == near.neighbours[1].similarity == 1.0
    assert (near.n, near.genes) == (8, 60)


def test_nothing_to_compare_by_names_nobody() -> None:
    group = cohort(n=8)
    flat = Expression(np.full((8, 60), 300.0), group.samples, group.genes, Scale.RAW)
    [near] = nearest_of_new(group.with_expression(flat), flat.take_samples([0]), PLAIN)
    assert near.neighbours == ()
    assert near.genes == 0
