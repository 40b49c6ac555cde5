"""Files that are no models: foreign, damaged, of another version, or made to do harm. None is built, each is said."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import numpy as np
import pytest
import skops.io
from guarantees.routes import LEARNERS

from interpret.data.cohort import Cohort, Labels
from interpret.errors import InputError
from interpret.models import disk
from interpret.models.disk import model_file, read_model
from interpret.models.disk.damage import SCHEMA

KINDS = ("prevalence", "naive-bayes", "rbf-svm", "gradient-boosting", "random-forest", "sparse-logistic")
Change = Callable[[dict[str, Any], dict[str, bytes]], None]


@pytest.fixture(scope="module")
def contents(small_cohort: Cohort) -> dict[str, bytes]:
    """Return good files."""
    fitted = {each.name: each.fit(small_cohort, np.random.SeedSequence(1)) for each in LEARNERS if each.name in KINDS}
    return {name: model_file(name, each, Labels("control", "case")).content for name, each in fitted.items()}


def changed(content: bytes, change: Change, compression: int = ZIP_STORED) -> bytes:
    """Return the archive after `change` was made to its schema and its arrays."""
    with ZipFile(io.BytesIO(content)) as archive:
        arrays = {name: archive.read(name) for name in archive.namelist()}
    schema = json.loads(arrays.pop("schema.json"))
    change(schema, arrays)
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", compression) as archive:
        for name, data in {**arrays, "schema.json": json.dumps(schema).encode()}.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def refused(folder: Path, content: bytes, words: str) -> None:
    path = folder / "model"
    path.write_bytes(content)
    with pytest.raises(InputError, match=words) as caught:
        read_model(path)
    assert caught.value.exit_status == 2
    assert str(path) in caught.value.where
    assert caught.value.wanted
    assert caught.value.remedy


def put(key: str, value: Any) -> Change:
    def change(schema: dict[str, Any], arrays: dict[str, bytes]) -> None:
        del arrays
        schema["content"][key]["content"] = json.dumps(value)

    return change


def test_the_files_are_good_until_they_are_changed(contents: dict[str, bytes], tmp_path: Path) -> None:
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
        assert read_model(tmp_path / name).kind == name
    (tmp_path / "again").write_bytes(changed(contents["rbf-svm"], lambda *_: None))
    assert read_model(tmp_path / "again").kind == "rbf-svm"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "neither JSON nor a skops archive"),
        (b"gene,coefficient\n", "neither JSON nor a skops archive"),
        (b"\x80\x04K\x01.", "neither JSON nor a skops archive"),
        (b"{", "no JSON"),
        (b"{" * 100_000, "no JSON"),
        (b'{"a": ' * 100_000, "damaged"),
        (b"{}", "does not say that it is a model"),
        (b'{"schema": "interpret-study/1"}', "does not say that it is a model"),
        (b'{"schema": "interpret-model/2"}', "version interpret-model/2"),
        (b'{"schema": "interpret-model/1", "kind": "oracle"}', "oracle"),
        (b'{"schema": "interpret-model/1", "kind": "sparse-logistic"}', "model_id"),
    ],
)
def test_what_is_no_model_is_said(content: bytes, words: str, tmp_path: Path) -> None:
    refused(tmp_path, content, words)


def test_no_file_and_a_folder_are_said(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.skops", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read_model(path)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.999])
def test_a_file_cut_short_is_damaged(name: str, share: float, contents: dict[str, bytes], tmp_path: Path) -> None:
    content = contents[name]
    refused(tmp_path, content[: max(5, int(share * len(content)))], "damaged")


@pytest.mark.parametrize("name", ["naive-bayes", "random-forest"])
def test_no_changed_byte_gives_another_model(name: str, contents: dict[str, bytes], tmp_path: Path) -> None:
    content, path = contents[name], tmp_path / "model"
    path.write_bytes(content)
    before = read_model(path).fitted.model_id
    for place in np.random.default_rng(3).integers(len(content), size=60):
        path.write_bytes(content[:place] + bytes([content[place] ^ 0x11]) + content[place + 1 :])
        try:
            after = read_model(path).fitted.model_id
        except InputError:
            continue
        assert after == before, "only a byte that says nothing of the model may be another"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'"intercept": ', b'"intercept": 1', "model_id"),
        (b'"floor": 100', b'"floor": 200', "model_id"),
        (b'"intercept": ', b'"intercept": NaN, "was": ', "intercept|was"),
        (b'"means": [', b'"means": [0.0, ', "one length"),
        (b'"G00"', b'"G77"', "model_id|damaged"),
    ],
)
def test_a_number_changed_in_the_json_is_found(
    old: bytes, new: bytes, words: str, contents: dict[str, bytes], tmp_path: Path
) -> None:
    assert old in contents["sparse-logistic"]
    refused(tmp_path, contents["sparse-logistic"].replace(old, new, 1), words)


def test_a_number_changed_in_an_archive_is_found(contents: dict[str, bytes], tmp_path: Path) -> None:
    def more_certain(schema: dict[str, Any], arrays: dict[str, bytes]) -> None:
        del arrays
        schema["content"]["fitted"]["content"]["rule"]["content"]["share"]["content"] = "0.99"

    refused(tmp_path, changed(contents["prevalence"], more_certain), "digest")


def test_another_version_of_the_file_and_an_unknown_kind_are_said(contents: dict[str, bytes], tmp_path: Path) -> None:
    refused(tmp_path, changed(contents["prevalence"], put("schema", "interpret-model/9")), "interpret-model/9")
    refused(tmp_path, changed(contents["prevalence"], put("kind", "oracle")), "oracle")
    refused(tmp_path, changed(contents["prevalence"], lambda schema, _: schema["content"].clear()), "does not say")


def test_another_scikit_learn_matters_where_the_model_holds_an_estimator(
    contents: dict[str, bytes], tmp_path: Path
) -> None:
    refused(tmp_path, changed(contents["rbf-svm"], put("scikit_learn", "0.24.2")), r"scikit-learn 0\.24\.2")
    (tmp_path / "model").write_bytes(changed(contents["random-forest"], put("scikit_learn", "0.24.2")))
    assert read_model(tmp_path / "model").kind == "random-forest"


def test_another_model_under_skops_is_not_ours(tmp_path: Path) -> None:
    refused(tmp_path, skops.io.dumps({"weights": np.ones(3)}), "does not say that it is a model")
    refused(tmp_path, skops.io.dumps(np.ones(3)), "does not say that it is a model")
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("letter.txt", "hello")
    refused(tmp_path, buffer.getvalue(), "not one of skops")


def marked(name: str) -> Change:
    """Return a change that names another class in place of the estimator's."""

    def change(schema: dict[str, Any], arrays: dict[str, bytes]) -> None:
        del arrays
        estimator = schema["content"]["fitted"]["content"]["rule"]["content"]["estimator"]
        estimator["__module__"], estimator["__class__"] = name.rsplit(".", 1)

    return change


@pytest.mark.parametrize("name", ["subprocess.Popen", "interpret.models.panel.FittedPanel", "builtins.eval"])
def test_a_class_that_no_model_needs_is_not_built(name: str, contents: dict[str, bytes], tmp_path: Path) -> None:
    refused(tmp_path, changed(contents["naive-bayes"], marked(name)), f"asks for {name}")


def test_a_function_is_not_called(tmp_path: Path) -> None:
    head = {"schema": SCHEMA, "kind": "prevalence", "holds_estimator": False}
    refused(tmp_path, skops.io.dumps({**head, "fitted": os.system}), r"asks for \w+\.system")
    refused(tmp_path, skops.io.dumps({**head, "fitted": "touch".upper}), "asks for")


def test_a_record_is_one_of_our_own(contents: dict[str, bytes], tmp_path: Path) -> None:
    def path(schema: dict[str, Any], arrays: dict[str, bytes]) -> None:
        del arrays
        schema["content"]["fitted"]["content"]["rule"]["content"]["is"]["content"] = '"pathlib.Path"'

    refused(tmp_path, changed(contents["prevalence"], path), "damaged")


def test_what_unpacks_to_more_than_the_file_is_not_unpacked(contents: dict[str, bytes], tmp_path: Path) -> None:
    def bomb(schema: dict[str, Any], arrays: dict[str, bytes]) -> None:
        del schema
        arrays["bomb.npy"] = bytes(50_000_000)

    refused(tmp_path, changed(contents["prevalence"], bomb, ZIP_DEFLATED), "compressed")


def test_an_array_that_claims_to_be_huge_gets_no_memory(contents: dict[str, bytes], tmp_path: Path) -> None:
    def claim(schema: dict[str, Any], arrays: dict[str, bytes]) -> None:
        del schema
        name = next(iter(arrays))
        buffer = io.BytesIO()
        np.lib.format.write_array_header_1_0(buffer, {"descr": "<f8", "fortran_order": False, "shape": (1 << 40,)})
        arrays[name] = buffer.getvalue() + bytes(80)

    refused(tmp_path, changed(contents["naive-bayes"], claim), "is not what its head says")


def test_a_file_larger_than_any_model_is_not_read(
    contents: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "LARGEST", 1000)
    refused(tmp_path, contents["prevalence"], "more than any model")


@pytest.mark.parametrize(("field", "value"), [("left_child", 1 << 40), ("right_child", -7), ("feature", 10_000)])
def test_a_tree_that_points_outside_of_itself_is_not_followed(
    field: str, value: int, contents: dict[str, bytes], tmp_path: Path
) -> None:
    def point_away(schema: dict[str, Any], arrays: dict[str, bytes]) -> None:
        del schema
        for name, data in arrays.items():
            array = np.load(io.BytesIO(data))
            if array.dtype.names:
                array[field][0] = value
                buffer = io.BytesIO()
                np.save(buffer, array)
                arrays[name] = buffer.getvalue()

    refused(tmp_path, changed(contents["gradient-boosting"], point_away), "points outside")


@pytest.mark.parametrize("attribute", ["_dual_coef_", "_intercept_", "_n_support", "support_vectors_"])
def test_a_support_vector_machine_with_too_few_numbers_is_not_asked(
    attribute: str, contents: dict[str, bytes], tmp_path: Path
) -> None:
    def shorten(schema: dict[str, Any], arrays: dict[str, bytes]) -> None:
        state = schema["content"]["fitted"]["content"]["rule"]["content"]["scoring"]["content"]["estimator"]["content"]
        array = np.load(io.BytesIO(arrays[state["content"][attribute]["file"]]))
        buffer = io.BytesIO()
        np.save(buffer, array[..., :-1])
        arrays["short.npy"] = buffer.getvalue()
        state["content"][attribute]["file"] = "short.npy"

    refused(tmp_path, changed(contents["rbf-svm"], shorten), "do not fit together")
