"""Which names are control probes, and which genes only look like them."""

from __future__ import annotations

import pytest

from interpret.data.controls import is_control, without_controls
from interpret.data.study import Study


@pytest.mark.parametrize(
    "name",
    ["AFFX-BioB-5_at", "AFFX-HUMISGF3A/M97935_5_at", "AFFX.BioB.5_at", "ERCC-00002", "ERCC-00171", "ercc-00130",
     "ERCC.00002", "ERCC-00002_st", "LRG_1", "LRG_1231", "LRG_199t1"],
)  # fmt: skip
def test_controls_are_told_by_their_names(name: str) -> None:
    assert is_control(name)


@pytest.mark.parametrize(
    "name",
    [*(f"ERCC{i}" for i in range(1, 9)), "ERCC6L", "ERCC6L2", "ERCC6-PGBD3", "Ercc1", "ERCC1-201", "LRG1", "Lrg1",
     "LRGUK", "X63692_AFFX", "M13194_at", "ERCC-000021", "hum_alu_at", ""],
)  # fmt: skip
def test_genes_are_no_controls(name: str) -> None:
    assert not is_control(name)


@pytest.mark.shared
def test_golub_controls(golub: Study) -> None:
    assert sum(is_control(gene) for gene in golub.training.genes) == 58
    kept = without_controls(golub)
    assert kept.training.expression.n_genes == len(kept.annotation) == 7129 - 58
