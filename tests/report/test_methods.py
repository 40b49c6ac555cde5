"""The one list of methods: complete, told apart, each with its ground; the report and the command print the same."""

from __future__ import annotations

import re
from itertools import chain

import pytest
from typer.testing import CliRunner

from interpret.cli import app
from interpret.errors import SettingsError
from interpret.method import ROOMS, Method
from interpret.models.kinds import KINDS
from interpret.report.blocks import Bullets
from interpret.report.findings import Findings
from interpret.report.method_registry import TITLES, every_method, method_named
from interpret.report.methods_in_full import in_full
from interpret.report.sections import methods
from interpret.scoring.measures import MEASURES
from interpret.stats.multiplicity import ADJUSTMENTS
from interpret.stats.two_group import TESTS

METHODS = every_method()
SOURCE = re.compile(r"doi:10\.\d{4,9}/\S+|arXiv:\d{4}\.\d{4,5}|ISBN [\d-]+|\d+(:\d+|, \d+)[-0-9]*")


def test_every_registered_thing_is_in_the_list_once() -> None:
    names = [method.name for method in METHODS]
    assert len(set(names)) == len(names)
    registered = [test.name for test in TESTS], [rule.name for rule in ADJUSTMENTS]
    of_models = [kind.name for kind in KINDS], [measure.name for measure in MEASURES]
    for name in chain(*registered, *of_models):
        assert name.replace("_", "-") in names
    assert {method.room for method in METHODS} == set(ROOMS) == set(TITLES)


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
def test_each_says_what_it_estimates_how_and_under_which_assumptions(method: Method) -> None:
    basis = method.basis
    for text in (method.about, basis.estimand, basis.formula, basis.assumptions):
        assert len(text) > 7
        assert text.isascii() or text in {method.about, basis.estimand}, "a formula is typed on every keyboard"
    assert method.about.endswith(".")
    assert re.search(r"\d{4}", basis.reference), "a year"
    assert SOURCE.search(basis.reference), basis.reference
    assert re.fullmatch(r"[a-z0-9-]+", method.name)


def test_found_by_name_or_title_whatever_capitals_and_joints() -> None:
    for asked in ("moderated-t", "Moderated_T", "moderated t-test", "MODERATED T"):
        found = method_named(asked)
        assert found is not None
        assert found.name == "moderated-t"
    assert method_named("moderate") is None


def test_the_command_lists_all_and_tells_one_on_80_columns() -> None:
    every = CliRunner().invoke(app, ["methods"])
    assert every.exit_code == 0
    for method in METHODS:
        assert re.search(rf"^  {re.escape(method.name)} ", every.output, re.MULTILINE)
    one = CliRunner().invoke(app, ["methods", "welch"])
    for printed in (every.output, one.output):
        assert max(map(len, printed.splitlines())) <= 80
    joined = re.sub(r"[\s│]+", " ", one.output)
    welch = next(method for method in METHODS if method.name == "welch")
    for text in (
        welch.about,
        welch.basis.estimand,
        welch.basis.formula,
        welch.basis.assumptions,
        welch.basis.reference,
    ):
        assert text in joined


def test_the_command_says_what_may_have_been_meant() -> None:
    result = CliRunner().invoke(app, ["methods", "welsh"])
    assert isinstance(result.exception, SettingsError)
    assert "did you mean welch" in result.exception.message()
    other = CliRunner().invoke(app, ["methods", "xyzzy"])
    assert isinstance(other.exception, SettingsError)
    assert "interpret methods lists them all" in other.exception.message()


def test_the_report_tells_the_methods_of_this_study_in_full_on_a_screen_alone(findings: Findings) -> None:
    blocks = in_full(findings)
    assert blocks
    assert not any(block.on_paper for block in blocks)
    items = [item for block in blocks if isinstance(block, Bullets) for item in block.items]
    told = {method.name for method in METHODS if any(method.basis.formula.removesuffix(".") in item for item in items)}
    models = {model.name for model in (*findings.models, *findings.beside.models)}
    assert models <= told
    assert {"moderated-t", "bh", "brier", "leave-one-out", "roc-band", "linear-shap", "tree-shap"} <= told
    assert "bootstrap" not in told
    assert "adaboost" not in told, "only what was run"


def test_the_section_says_of_a_method_what_its_record_says(findings: Findings) -> None:
    said = [item for block in methods.section(findings).blocks if isinstance(block, Bullets) for item in block.items]
    for name in ("moderated-t", "welch", "bh", "holm", "storey", "replication"):
        found = method_named(name)
        assert found is not None
        assert found.about in said
