"""One probe a gene: the one with the largest mean."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from interpret.data.controls import without_controls
from interpret.data.expression import Expression, Scale
from interpret.data.read import read_study
from interpret.data.readers.annotation import annotation_frame
from interpret.prep.collapse import collapse_probes
from interpret.prep.preparation import apply_preparation, learn_preparation
from interpret.settings import InputSettings, PreparationSettings

NAN = np.nan


def expression(values: list[list[float]]) -> Expression:
    array = np.array(values)
    n, p = array.shape
    return Expression(array, tuple(f"S{i}" for i in range(n)), tuple(f"p{j}" for j in range(p)), Scale.LOG2)


def test_the_probe_with_the_largest_mean_stands_for_its_gene() -> None:
    given = expression([[1.0, 5.0, 9.0, 2.0, 3.0], [1.0, 6.0, 1.0, 2.0, 8.0]])
    annotation = annotation_frame(given.genes, ["A", "A", "A", "B", "A"])
    assert collapse_probes(given, annotation, "max-mean") == ("p1", "p3")  # equal means of p1, p4: the first
    assert collapse_probes(given, annotation, "all") == given.genes


def test_probes_without_a_symbol_all_stay() -> None:
    given = expression([[1.0, 2.0, 3.0, 4.0]])
    assert collapse_probes(given, annotation_frame(given.genes, ["", "A", "", "A"]), "max-mean") == ("p0", "p2", "p3")
    assert collapse_probes(given, annotation_frame(["p3", "x", "p1"], ["A", "A", "A"]), "max-mean") == (
        "p0",
        "p2",
        "p3",
    )


def test_means_are_over_the_values_present() -> None:
    given = expression([[4.0, NAN, NAN], [4.0, 5.0, NAN], [4.0, NAN, NAN]])
    assert collapse_probes(given, annotation_frame(given.genes, ["A"] * 3), "max-mean") == ("p1",)
    assert collapse_probes(given, annotation_frame(given.genes, ["A", "B", "C"]), "max-mean") == given.genes


def test_names_are_compared_as_they_are() -> None:
    given = expression([[1.0, 2.0, 3.0]])
    assert collapse_probes(given, annotation_frame(given.genes, ["A", "a", "A /// a"]), "max-mean") == given.genes


@pytest.mark.shared
def test_golub_probes_of_one_gene(shared: Path) -> None:
    folder = shared / "data" / "golub"
    study = without_controls(read_study(InputSettings(expression=folder, annotation=folder / "probe_symbols.tsv")))
    assert tuple(study.annotation["gene"]) == study.training.genes
    assert int((study.annotation["symbol"] != "").sum()) == 6386
    training = study.training.expression
    prepared = apply_preparation(learn_preparation(training, PreparationSettings()), training)
    kept = collapse_probes(prepared, study.annotation, "max-mean")
    symbol = dict(zip(study.annotation["gene"], study.annotation["symbol"], strict=True))
    assert max(Counter(symbol[gene] for gene in kept if symbol[gene]).values()) == 1
    assert {symbol[gene] for gene in kept} == {symbol[gene] for gene in prepared.genes}
    assert [gene for gene in kept if not symbol[gene]] == [gene for gene in prepared.genes if not symbol[gene]]
    place = {gene: j for j, gene in enumerate(prepared.genes)}
    stands = {symbol[gene]: prepared.values[:, place[gene]].mean() for gene in kept}
    assert all(prepared.values[:, j].mean() <= stands[symbol[gene]] for gene, j in place.items() if symbol[gene])
    assert len(kept) == 2837  # 204 without symbol, 2,633 genes
