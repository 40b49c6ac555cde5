"""The scale of the values: recognised in every kind, told, and refused where the values belie it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from data.scales_simulated import every_kind

from interpret.contracts import FloatArray
from interpret.data.expression import Scale
from interpret.data.read import read_study
from interpret.data.scales import SCALE_WORDS, told_scale, understand
from interpret.data.scales.rules import RULES
from interpret.errors import InputError
from interpret.settings import InputSettings

KINDS = {name: (scale, values) for scale, name, values in every_kind(7)}
NAMES = pytest.mark.parametrize("name", list(KINDS))


@NAMES
def test_each_kind_is_recognised_and_its_evidence_said(name: str) -> None:
    scale, values = KINDS[name]
    found = understand(values)
    assert found.scale is scale
    sentence = found.sentence("x.csv")
    assert sentence.startswith(f"The values of x.csv were understood as {scale.plural}: ")
    assert "nan" not in sentence


@NAMES
def test_neither_the_order_nor_gaps_nor_a_copy_change_the_verdict(name: str) -> None:
    scale, values = KINDS[name]
    random = np.random.default_rng(3)
    shuffled = values[np.ix_(random.permutation(values.shape[0]), random.permutation(values.shape[1]))]
    assert understand(shuffled) == understand(values)
    if scale in {Scale.RAW, Scale.COUNTS, Scale.LOG2, Scale.LOG_RATIOS, Scale.RATIOS}:  # gaps move mean and sd
        gaps = values.copy()
        gaps[random.random(values.shape) < 0.01] = np.nan
        assert understand(gaps).scale is scale


def test_brighter_arrays_are_intensities_all_the_same() -> None:
    for factor in (0.5, 3.0, 10.0):
        assert understand(KINDS["raw"][1] * factor).scale is Scale.RAW
        assert understand(np.rint(KINDS["counts"][1] * factor)).scale is Scale.COUNTS


def test_counts_written_with_a_point_are_counts_with_their_numbers_in_words() -> None:
    values = np.zeros((4, 100))
    values[:, 30:] = np.arange(70) * 5.0
    values[0, -1] = 243111.0
    found = understand(values)
    assert found.scale is Scale.COUNTS
    assert found.evidence == "every value is a whole number, the largest is 243,111, 31 % are 0"


def test_where_two_scales_are_near_it_is_said() -> None:
    few_small = np.random.default_rng(1).integers(1, 30_000, (8, 300)).astype(np.float64)
    few_small[0, :20] = 4.0
    assert "--scale raw" in understand(few_small).near
    assert "--scale counts" in understand(np.random.default_rng(1).integers(60, 30_000, (8, 300)) * 1.0).near
    ln = np.log(KINDS["raw"][1])  # of no whole numbers: nothing gives the base away
    found = understand(ln)
    assert found.scale is Scale.LOG2
    assert "--scale ln" in found.near


def test_the_rules_stand_for_each_scale_that_can_be_read() -> None:
    assert {rule.scale for rule in RULES} == set(SCALE_WORDS.values())


@pytest.mark.parametrize(
    ("name", "told", "reason"),
    [
        ("log2", "raw", "it would be taken twice"),
        ("log10", "raw", "it would be taken twice"),
        ("log2", "counts", "not whole numbers and the largest is as small as a logarithm's"),
        ("log2(TPM + 1)", "scaled-counts", "it would be taken twice"),
        ("raw", "counts", "are not whole numbers"),
        ("background subtracted", "counts", "nothing can be counted less than never"),
        ("counts", "log2", "no measurement has so large a logarithm"),
        ("raw", "ln", "no measurement has so large a logarithm"),
        ("counts", "ratios", "a ratio is above 0"),
        ("ratios", "log-ratios", "nothing was ever below its reference"),
        ("log ratios", "ratios", "a ratio is above 0"),
        ("log ratios", "ranks", "a rank is never negative"),
        ("raw", "z-scores", "a z-score counts standard deviations"),
        ("log2", "z-scores", "the mean of z-scores is 0"),
        ("background subtracted", "scaled-counts", "is never negative"),
    ],
)
def test_what_the_values_cannot_be_is_refused_whoever_says_it(name: str, told: str, reason: str) -> None:
    scale, values = KINDS[name]
    with pytest.raises(InputError) as caught:
        told_scale(values, SCALE_WORDS[told], "x.csv")
    message = caught.value.message()
    assert reason in message
    assert "x.csv" in message
    assert f"these look like {scale.plural}" in message
    assert caught.value.exit_status == 2


@pytest.mark.parametrize(
    ("name", "told"),
    [("log2", "ln"), ("log10", "log2"), ("counts", "raw"), ("raw", "scaled-counts"), ("log ratios", "z-scores")],
)
def test_what_is_told_overrules_a_guess_and_both_are_said(name: str, told: str) -> None:
    found = told_scale(KINDS[name][1], SCALE_WORDS[told], "x.csv")
    assert (found.scale, found.looks) == (SCALE_WORDS[told], KINDS[name][0])
    assert "By themselves they look like" in found.sentence("x.csv")
    assert "(--scale)" in found.sentence("x.csv")


@NAMES
def test_telling_what_is_found_changes_nothing(name: str) -> None:
    scale, values = KINDS[name]
    word = next(word for word, each in SCALE_WORDS.items() if each is scale)
    found = told_scale(values, SCALE_WORDS[word], "x.csv")
    assert (found.scale, found.looks, found.told) == (scale, scale, True)


def written(folder: Path, values: FloatArray, name: str, first: int = 0) -> Path:
    lines = ["," + ",".join(f"P{first + i}" for i in range(len(values)))]
    lines += [f"g{j}," + ",".join(repr(float(x)) for x in values[:, j]) for j in range(values.shape[1])]
    (folder / name).write_text("\n".join(lines) + "\n")
    return folder / name


def study_of(folder: Path, values: FloatArray, other: FloatArray | None = None, scale: str = "") -> InputSettings:
    n = len(values) + (0 if other is None else len(other))
    sheet = folder / "sheet.csv"
    sheet.write_text("sample,class\n" + "".join(f"P{i},{'ab'[i % 2]}\n" for i in range(n)))
    closed = None if other is None else written(folder, other, "new.csv", len(values))
    given = {"expression": written(folder, values, "x.csv"), "samples": sheet, "independent": closed}
    return InputSettings.model_validate({**given, "outcome": "class", "positive": "b", "scale": scale})


def test_a_study_says_what_was_understood_and_what_was_told(tmp_path: Path) -> None:
    counts = KINDS["counts"][1][:8, :300]
    study = read_study(study_of(tmp_path, counts[:5], counts[5:]))
    assert study.training.expression.scale is study.independent.expression.scale is Scale.COUNTS  # type: ignore[union-attr]
    assert "understood as counts: every value is a whole number" in study.scale_said[0]
    told = read_study(study_of(tmp_path, counts[:5], counts[5:], "raw"))
    assert told.training.expression.scale is Scale.RAW
    assert "told to be raw intensities" in told.scale_said[0]
    assert any("told to be raw intensities, and look like counts" in note for note in told.notes)


def test_another_scale_of_the_independent_set_is_refused_and_an_unseen_base_is_shared(
    tmp_path: Path,
) -> None:
    log2, log10 = KINDS["log2"][1][:, :200], KINDS["log10"][1][:, :200]
    with pytest.raises(InputError, match=r"(?s)look like log2 intensities in the training file.*like counts here"):
        read_study(study_of(tmp_path, log2[:4], KINDS["counts"][1][:4, :200]))
    study = read_study(study_of(tmp_path, log2[:4], log10[4:8]))
    assert study.independent is not None
    assert study.independent.expression.scale is Scale.LOG2


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "scale"),
    [
        ("GSE5583_series_matrix.txt.gz", Scale.RAW),
        ("all_aml_train.gct", Scale.RAW),
        ("test_p100.gct", Scale.LOG_RATIOS),
    ],
)
def test_files_of_the_field(shared: Path, name: str, scale: Scale) -> None:
    from interpret.data.readers import READERS  # noqa: PLC0415  for this test alone
    from interpret.data.readers.find import find_format  # noqa: PLC0415
    from interpret.data.readers.matrix import Asked  # noqa: PLC0415

    path = shared / "data" / "formats" / name
    matrix = find_format(path, "expression", "", READERS).read(path, Asked("expression"))
    assert matrix.expression.scale is scale


@pytest.mark.shared
def test_a_folder_of_the_kaggle_layout_is_raw_by_its_layout_and_held_against_what_is_told(shared: Path) -> None:
    folder = shared / "data" / "golub"
    study = read_study(InputSettings(expression=folder))
    assert study.training.expression.scale is Scale.RAW
    assert study.scale_said[0].startswith(
        "The values are raw intensities by the layout of the files: values from -28,400"
    )
    with pytest.raises(InputError, match="nothing can be counted less than never"):
        read_study(InputSettings(expression=folder, scale="counts"))


@pytest.mark.slow
def test_the_share_of_studies_recognised_over_many_seeds() -> None:
    """At most one in a hundred of each kind is taken for something else."""
    wrong: dict[str, list[str]] = {}
    for seed in range(100):
        for scale, name, values in every_kind(1000 + seed):
            found = understand(values).scale
            wrong.setdefault(name, [])
            if found is not scale:
                wrong[name].append(found.value)
    assert {name: misses for name, misses in wrong.items() if len(misses) > 1} == {}
