from __future__ import annotations

import pytest

from interpret.runtime import making as module
from interpret.runtime.making import making


def test_it_is_the_same_twice() -> None:
    assert making() == making()


@pytest.mark.parametrize("part", ["_code", "_packages", "_machine"])
def test_code_packages_and_machine_count(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = making()
    pieces = getattr(module, part)()
    assert pieces
    monkeypatch.setattr(module, part, lambda: [*pieces[:-1], pieces[-1] + b"."])
    assert making() != before


def test_every_module_and_every_package_that_decides_a_number_is_among_them() -> None:
    names = module._code()[::2]
    assert b"stats/differential.py" in names
    assert b"explain/tree.py" in names
    assert not [name for name in names if name.decode().startswith(module.SAYING)]
    packages = {piece.split()[0] for piece in module._packages()}
    assert packages >= {
        b"numpy",
        b"scipy",
        b"scikit-learn",
        b"numba",
        b"llvmlite",
        b"pandas",
        b"shap",
        b"patsy",
        b"pydyf",
    }


def test_a_variable_by_which_code_computes_in_another_way_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    before = making()
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Nehalem")
    assert making() != before
