"""A model file that somebody altered to carry code, or to reach out of itself, is refused in one message."""

from __future__ import annotations

import io
import json
import os
import pickle
import stat
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import numpy as np
import pytest
from guarantees.routes import LEARNERS

from interpret.data.cohort import Cohort, Labels
from interpret.errors import InputError
from interpret.models.disk import model_file, read_model

Parts = list[tuple[ZipInfo | str, bytes]]
Alter = Callable[[Parts, dict[str, Any]], None]


class _Runs:
    """Pickled, it makes a folder when it is read."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, ("pwned",)


def _npy(array: Any, *, objects: bool = False) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=objects)
    return buffer.getvalue()


def _rule(schema: dict[str, Any]) -> dict[str, Any]:
    rule: dict[str, Any] = schema["content"]["fitted"]["content"]["rule"]["content"]["estimator"]
    return rule


def _first_array(schema: dict[str, Any]) -> dict[str, Any]:
    pending: list[Any] = [_rule(schema)]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            if item.get("__loader__") == "NdArrayNode":
                return item
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)
    raise AssertionError


def pickle_beside(parts: Parts, schema: dict[str, Any]) -> None:
    del schema
    parts.append(("model.pkl", pickle.dumps(_Runs())))


def pickle_for_an_array(parts: Parts, schema: dict[str, Any]) -> None:
    parts.append(("evil.npy", pickle.dumps(_Runs())))
    _first_array(schema)["file"] = "evil.npy"


def objects_in_an_array(parts: Parts, schema: dict[str, Any]) -> None:
    parts.append(("evil.npy", _npy(np.array([_Runs()], dtype=object), objects=True)))
    _first_array(schema)["file"] = "evil.npy"


def unknown_type(parts: Parts, schema: dict[str, Any]) -> None:
    del parts
    _rule(schema).update(__module__="os", __class__="system")


def function_called(parts: Parts, schema: dict[str, Any]) -> None:
    del parts
    _rule(schema).update(__module__="builtins", __class__="eval", __loader__="FunctionNode", content="1+1")


def operator_called(parts: Parts, schema: dict[str, Any]) -> None:
    del parts
    _rule(schema).update(__module__="operator", __class__="methodcaller", __loader__="OperatorFuncNode")


def method_called(parts: Parts, schema: dict[str, Any]) -> None:
    del parts
    _rule(schema).update(__module__="builtins", __class__="method", __loader__="MethodNode")


def partial_function(parts: Parts, schema: dict[str, Any]) -> None:
    del parts
    _rule(schema).update(__module__="functools", __class__="partial", __loader__="PartialNode")


def unknown_loader(parts: Parts, schema: dict[str, Any]) -> None:
    del parts
    _rule(schema)["__loader__"] = "EvilNode"


def record_of_another_room(parts: Parts, schema: dict[str, Any]) -> None:
    del parts
    schema["content"]["fitted"]["content"]["rule"]["content"]["is"]["content"] = '"subprocess.Popen"'


def path_upwards(parts: Parts, schema: dict[str, Any]) -> None:
    del schema
    parts.append(("../../evil.npy", _npy(np.ones(3))))


def absolute_path(parts: Parts, schema: dict[str, Any]) -> None:
    del schema
    parts.append(("/etc/evil.npy", _npy(np.ones(3))))


def link_to_a_file(parts: Parts, schema: dict[str, Any]) -> None:
    entry = ZipInfo("evil.npy")
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    parts.append((entry, b"/etc/passwd"))
    _first_array(schema)["file"] = "evil.npy"


def array_twice(parts: Parts, schema: dict[str, Any]) -> None:
    del schema
    name = next(name for name, _ in parts if name != "schema.json")
    parts.append((name, _npy(np.ones(3))))


def schema_twice(parts: Parts, schema: dict[str, Any]) -> None:
    parts.append(("schema.json", json.dumps(schema).encode()))


def huge_array(parts: Parts, schema: dict[str, Any]) -> None:
    buffer = io.BytesIO()
    np.lib.format.write_array_header_1_0(buffer, {"descr": "<f8", "fortran_order": False, "shape": (1 << 50, 1 << 50)})
    parts.append(("evil.npy", buffer.getvalue() + bytes(80)))
    _first_array(schema)["file"] = "evil.npy"


ALTERED: tuple[tuple[Alter, str], ...] = (
    (pickle_beside, "asks for model.pkl"),
    (pickle_for_an_array, "damaged"),
    (objects_in_an_array, "evil.npy is not what its head says"),
    (unknown_type, "asks for os.system"),
    (function_called, "asks for builtins.eval"),
    (operator_called, "asks for operator.methodcaller"),
    (method_called, "asks for builtins.method"),
    (partial_function, "asks for functools.partial"),
    (unknown_loader, "asks for"),
    (record_of_another_room, "damaged"),
    (path_upwards, "asks for ../../evil.npy"),
    (absolute_path, "asks for /etc/evil.npy"),
    (link_to_a_file, "asks for evil.npy"),
    (array_twice, "stand there twice"),
    (schema_twice, "stand there twice"),
    (huge_array, "is not what its head says"),
)


@pytest.fixture(scope="module")
def good(small_cohort: Cohort) -> bytes:
    """Return the file of a model that holds an estimator of scikit-learn."""
    learner = next(each for each in LEARNERS if each.name == "naive-bayes")
    fitted = learner.fit(small_cohort, np.random.SeedSequence(1))
    return model_file("naive-bayes", fitted, Labels("control", "case")).content


@pytest.mark.parametrize(("alter", "words"), ALTERED, ids=[alter.__name__ for alter, _ in ALTERED])
def test_an_altered_model_is_refused_and_nothing_runs(
    alter: Alter, words: str, good: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with ZipFile(io.BytesIO(good)) as archive:
        parts: Parts = [(name, archive.read(name)) for name in archive.namelist() if name != "schema.json"]
        schema = json.loads(archive.read("schema.json"))
    alter(parts, schema)
    with warnings.catch_warnings(), ZipFile("model.skops", "w", ZIP_STORED) as archive:
        warnings.simplefilter("ignore", UserWarning)  # of a name that stands there twice
        for name, data in [*parts, ("schema.json", json.dumps(schema).encode())]:
            archive.writestr(name, data)
    with pytest.raises(InputError) as caught:
        read_model("model.skops")
    message = caught.value.message()
    assert words in message
    assert caught.value.exit_status == 2
    assert len(message.splitlines()) == 4
    assert [path.name for path in tmp_path.iterdir()] == ["model.skops"], "a payload ran"


def test_the_payload_would_run_where_pickles_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or the test above would pass whatever was read."""
    monkeypatch.chdir(tmp_path)
    pickle.loads(pickle.dumps(_Runs()))  # noqa: S301  our own
    assert (tmp_path / "pwned").is_dir()


def test_a_pickle_is_no_model_whatever_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("model.skops", "model.json", "model.pkl"):
        Path(name).write_bytes(pickle.dumps(_Runs()))
        with pytest.raises(InputError, match="neither JSON nor a skops archive"):
            read_model(name)
    assert not (tmp_path / "pwned").exists()


def test_json_cannot_name_a_type(small_cohort: Cohort, tmp_path: Path) -> None:
    learner = next(each for each in LEARNERS if each.name == "sparse-logistic")
    content = json.loads(
        model_file(
            "sparse-logistic",
            learner.fit(small_cohort, np.random.SeedSequence(1)),
            Labels("control", "case"),
        ).content
    )
    content["preparation"]["__class__"] = "os.system"
    (tmp_path / "model.json").write_text(json.dumps(content))
    with pytest.raises(InputError, match="damaged"):
        read_model(tmp_path / "model.json")
