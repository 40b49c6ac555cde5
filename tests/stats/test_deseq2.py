"""DESeq2 beside: what is handed to pydeseq2, played here by a recorded double, and what becomes of its answer.

The values are those of make_deseq2.py and make_bottomly_deseq2.py in tests/reference; test_deseq2_itself.py holds the
true package against them.
"""

from __future__ import annotations

import sys
import types
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from stats import counts_bottomly as bottomly
from stats import counts_simulated as simulated

from interpret.data.cohort import Cohort, Labels
from interpret.data.study import Study
from interpret.errors import SettingsError
from interpret.report.cautions import gather_cautions
from interpret.settings import Settings
from interpret.stats.comparison import Comparison
from interpret.stats.design import two_groups
from interpret.stats.differential import differential_expression, differential_steps
from interpret.stats.prepared_study import prepare_study
from interpret.stats.primary import applicable_tests, left_out_here, primary
from interpret.stats.primary_of_scale import fitted_to_scale
from interpret.stats.two_group import deseq2, protocol
from interpret.stats.two_group.deseq2 import DESEQ2
from interpret.stats.voom import Counts, log_counts_of
from interpret.validation.count_quality import CountQuality

DESIGNS = ("groups", "batch", "pairs")
CALLED = {  # on Bottomly, pydeseq2 and R: genes, genes without a p-value, genes called
    "groups": [[8413, 0, 1094], [8413, 0, 1094]],
    "batch": [[8413, 1, 1782], [8413, 1, 1776]],
}


class Recorded:
    """Plays the classes of pydeseq2: knows the counts and designs that were recorded, and answers as it did."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.known = {tuple(row): i for i, row in enumerate(simulated.counts().values.T.astype(int).tolist())}

    def data_set(self, **given: object) -> types.SimpleNamespace:
        counts, design = given["counts"], given["design"]
        assert isinstance(counts, pd.DataFrame)
        assert isinstance(design, pd.DataFrame)
        assert given["metadata"] is design
        assert given["quiet"] is True
        assert list(counts.index) == list(design.index)
        assert counts.dtypes.eq(np.int64).all()
        [name] = [name for name in DESIGNS if np.array_equal(design.to_numpy(), matrix(name))]
        self.asked.append(name)
        rows = [self.known[tuple(column)] for column in counts.to_numpy().T.tolist()]
        return types.SimpleNamespace(design=name, rows=rows, names=list(counts.columns), deseq2=lambda: None)

    def stats(self, data: types.SimpleNamespace, **given: object) -> types.SimpleNamespace:
        contrast = given["contrast"]
        assert isinstance(contrast, np.ndarray)
        assert contrast.tolist() == [0.0] * (contrast.size - 1) + [1.0]
        assert given["independent_filter"] is False
        assert given["quiet"] is True
        found = simulated.table("deseq2").iloc[data.rows]
        table = pd.DataFrame(
            {"stat": found[f"{data.design}_statistic"].to_numpy(), "pvalue": found[f"{data.design}_p"].to_numpy()},
            index=data.names,
        )
        return types.SimpleNamespace(summary=lambda: None, results_df=table.iloc[::-1])  # found again by name


def matrix(name: str) -> np.ndarray:
    design = simulated.design(name)
    return np.column_stack([design.nuisance, design.positive])


def installed(monkeypatch: pytest.MonkeyPatch, *, is_there: bool = True) -> None:
    monkeypatch.setattr(protocol, "find_spec", lambda name: object() if is_there and name == "pydeseq2" else None)


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> Recorded:
    """Put the double in the place of the package."""
    double = Recorded()
    parts = {
        "pydeseq2": {},
        "pydeseq2.dds": {"DeseqDataSet": double.data_set},
        "pydeseq2.ds": {"DeseqStats": double.stats},
        "pydeseq2.default_inference": {"DefaultInference": lambda n_cpus: ("threads", n_cpus)},
    }
    for name, content in parts.items():
        module = types.ModuleType(name)
        vars(module).update(content)
        monkeypatch.setitem(sys.modules, name, module)
    installed(monkeypatch)
    return double


def compared(name: str, counts: Counts | None = None) -> Comparison:
    counts = simulated.counts() if counts is None else counts
    return Comparison(log_counts_of(counts), simulated.design(name), None, counts)


@pytest.mark.parametrize("name", DESIGNS)
def test_the_design_and_the_counts_are_handed_over_as_they_are(recorded: Recorded, name: str) -> None:
    found = DESEQ2.run(compared(name))
    assert not found.failed
    assert recorded.asked == [name]
    wanted = simulated.table("deseq2")
    np.testing.assert_array_equal(found.statistic, wanted[f"{name}_statistic"])
    np.testing.assert_array_equal(found.p_value, wanted[f"{name}_p"])


@pytest.mark.parametrize("name", DESIGNS)
def test_what_was_recorded_is_near_what_r_makes_of_them(name: str) -> None:
    ours, theirs = simulated.table("deseq2"), simulated.table("deseq2_r")
    assert list(ours.index) == list(theirs.index)
    np.testing.assert_allclose(ours[f"{name}_statistic"], theirs[f"{name}_statistic"], atol=0.02)
    np.testing.assert_allclose(np.log10(ours[f"{name}_p"]), np.log10(theirs[f"{name}_p"]), atol=0.05)


def test_a_gene_with_a_gap_has_no_test_and_the_others_have_theirs(recorded: Recorded) -> None:
    counts = simulated.counts()
    values = counts.values.copy()
    values[2, 7] = np.nan
    found = DESEQ2.run(compared("groups", Counts(values, counts.library)))
    assert np.flatnonzero(np.isnan(found.p_value)).tolist() == [7]
    assert found.statistic[8] == simulated.table("deseq2")["groups_statistic"].iloc[8]
    assert recorded.asked == ["groups"]


def test_where_the_program_stumbles_the_study_goes_on_and_says_so(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(**_given: object) -> None:
        raise ValueError("no dispersion\ncould be fitted")

    monkeypatch.setattr(sys.modules["pydeseq2.dds"], "DeseqDataSet", stumble)
    study, settings = asked()
    prepared = prepare_study(study, settings)
    found = differential_expression(
        prepared.question, study.annotation, None, settings.tests, np.random.SeedSequence(1)
    )
    assert found.table.frame["deseq2_p"].isna().all()
    assert dict(found.diagnostics.not_run)["DESeq2"] == "pydeseq2 stopped (ValueError: no dispersion could be fitted)"
    assert not recorded.asked


def asked(**tests: object) -> tuple[Study, Settings]:
    cohort = Cohort(simulated.read(), simulated.positive(), Labels("control", "case"))
    annotation = pd.DataFrame({"gene": list(cohort.genes), "symbol": "", "description": ""})
    settings = Settings.model_validate({"tests": {"maxt_permutations": 100, **tests}})
    settings = settings.model_copy(update={"tests": fitted_to_scale(settings.tests, cohort)})
    return Study(cohort, None, annotation, (), layout="none", title="counts"), settings


def test_its_columns_stand_beside_and_change_no_other(recorded: Recorded) -> None:
    study, settings = asked()
    question = prepare_study(study, settings).question
    with_it, without = (
        differential_expression(question, study.annotation, None, each, np.random.SeedSequence(1)).table.frame
        for each in (settings.tests, settings.tests.model_copy(update={"deseq2": "no"}))
    )
    own = ["deseq2_statistic", "deseq2_p", "deseq2_q"]
    assert [column for column in with_it if column not in without] == own
    pd.testing.assert_frame_equal(with_it.drop(columns=own), without)
    wanted = simulated.table("deseq2")["groups_p"].to_numpy()
    np.testing.assert_array_equal(np.sort(with_it["deseq2_p"]), np.sort(wanted))
    assert recorded.asked == ["groups"]
    steps = differential_steps(question.design, settings.tests, counted=9)
    assert (
        steps == differential_steps(question.design, settings.tests.model_copy(update={"deseq2": "no"}), counted=9) + 1
    )


def test_without_the_package_it_is_left_out_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, is_there=False)
    study, settings = asked()
    design = prepare_study(study, settings).question.design
    assert DESEQ2 not in applicable_tests(design, counted=9)
    assert left_out_here(settings.tests) == (DESEQ2,)
    quality = types.SimpleNamespace(
        sex=types.SimpleNamespace(mismatched=np.zeros(0), compared=np.zeros(0)),
        table=pd.DataFrame({"sample": []}),
        sex_of_class=(),
        sequenced=True,
        counts=CountQuality((), (), 1.5, "S01"),
    )
    [said] = [
        each
        for each in gather_cautions(study, (), (), settings, None, quality)  # type: ignore[arg-type]
        if each.key == "not_installed_deseq2"
    ]
    assert "pip install 'interpret-expression[counts]'" in said.text
    assert left_out_here(asked(deseq2="no")[1].tests) == ()


def test_a_large_study_waits_to_be_asked(recorded: Recorded, monkeypatch: pytest.MonkeyPatch) -> None:
    assert DESEQ2.most is not None
    samples, most = DESEQ2.most
    design, larger = (two_groups(np.arange(n) % 2 == 0) for n in (samples, samples + 1))
    assert DESEQ2 in applicable_tests(design, counted=most)
    assert DESEQ2 not in applicable_tests(design, counted=most + 1)
    assert DESEQ2 not in applicable_tests(larger, counted=10)
    assert DESEQ2 in applicable_tests(larger, counted=most + 1, deseq2="yes")
    small = protocol.TwoGroupTest.too_large
    monkeypatch.setattr(protocol.TwoGroupTest, "too_large", lambda test, n, genes: small(test, n, genes * 10**6))
    study, settings = asked()
    question = prepare_study(study, settings).question
    found = differential_expression(question, study.annotation, None, settings.tests, np.random.SeedSequence(1))
    assert "deseq2_p" not in found.table.frame
    said = dict(found.diagnostics.not_run)["DESeq2"]
    assert "000,000 genes of 16 samples" in said
    assert f"above {most:,} genes or {samples:,} samples" in said
    assert '[tests] deseq2 = "yes"' in said
    assert not recorded.asked
    wanted = settings.tests.model_copy(update={"deseq2": "yes"})
    found = differential_expression(question, study.annotation, None, wanted, np.random.SeedSequence(1))
    assert found.table.frame["deseq2_p"].notna().all()
    assert "DESeq2" not in dict(found.diagnostics.not_run)


def test_named_without_the_package_it_is_refused_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    study, settings = asked(deseq2="yes")
    design = prepare_study(study, settings).question.design
    installed(monkeypatch, is_there=False)
    with pytest.raises(SettingsError, match="needs the package pydeseq2, which is not installed") as raised:
        primary(settings.tests, design, counted=True)
    assert "pip install 'interpret-expression[counts]'" in str(raised.value)
    installed(monkeypatch)
    assert primary(settings.tests, design, counted=True).name == "voom"
    with pytest.raises(SettingsError, match="the values are no counts"):
        primary(settings.tests.model_copy(update={"primary": "moderated_t"}), design)


def test_it_is_a_test_of_counts_and_needs_a_degree_of_freedom() -> None:
    with pytest.raises(ValueError, match="test of counts"):
        DESEQ2.run(Comparison(np.zeros((4, 2)), simulated.design("groups")))
    assert not DESEQ2.unfit(simulated.design("pairs"))
    assert DESEQ2.unfit(simulated.design("groups").take(np.array([0, 15])))
    assert deseq2.design_frame(simulated.design("batch")).shape == (16, 4)


def test_what_holds_the_true_package_is_there_to_be_collected() -> None:
    assert Path(__file__).with_name("test_deseq2_itself.py").is_file()


@pytest.mark.parametrize("name", bottomly.DESIGNS)
def test_on_bottomly_what_was_recorded_is_near_what_r_makes_of_it(name: str) -> None:
    """Every 17th gene of 8,413. Of them all, effects agree to 5e-4, and statistics to 2 % but for 9 and 13 genes.

    Not checked, but likely those far from the trend, where both programs decide whether to shrink at all.
    """
    ours, theirs = bottomly.table("deseq2"), bottomly.table("deseq2_r")
    assert list(ours.index) == list(theirs.index)
    assert len(ours) == 495
    np.testing.assert_allclose(ours[f"{name}_effect"], theirs[f"{name}_effect"], atol=5e-4)
    apart = np.abs(ours[f"{name}_statistic"] - theirs[f"{name}_statistic"])
    assert (apart <= 0.02 * np.maximum(1.0, np.abs(theirs[f"{name}_statistic"]))).mean() >= 0.99
    assert apart.median() < 0.001
    away = np.abs(np.log10(ours[f"{name}_p"]) - np.log10(theirs[f"{name}_p"]))
    assert (away <= 0.05).mean() >= 0.99
    counted = pd.concat([bottomly.table(f"deseq2_called{end}").loc[name] for end in ("", "_r")], axis=1)
    assert counted.T.to_numpy().tolist() == CALLED[name]
