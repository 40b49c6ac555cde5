"""What the report says and draws of blocks of correlated genes, and the files that hold them."""

from __future__ import annotations

import dataclasses
import io
import json

import numpy as np
import pandas as pd
import pytest

from interpret.explain.block_table import block_columns
from interpret.explain.gene_blocks import GeneBlocks
from interpret.explain.standing_in import Swap
from interpret.report.block_words import one_would_do, said_of
from interpret.report.blocks import Figure, Prose, Section, Table
from interpret.report.figures.block_map import block_map
from interpret.report.files.study_json import study_json
from interpret.report.files.tables import blocks_csv
from interpret.report.findings import Findings
from interpret.report.gene_names import gene_names
from interpret.report.inline import bare
from interpret.report.sections.gene_blocks import section


def shown(findings: Findings) -> Section:
    made = section(findings)
    assert made is not None
    return made


def with_swaps(findings: Findings, *swaps: Swap | None) -> Findings:
    """Return the findings with other trials of the first model."""
    first = findings.blocks.weights[0]
    padded = (*swaps, *[None] * (len(findings.blocks.blocks) - len(swaps)))
    weights = (dataclasses.replace(first, swaps=padded), *findings.blocks.weights[1:])
    return dataclasses.replace(findings, blocks=dataclasses.replace(findings.blocks, weights=weights))


def marks(figure: Figure, kind: str) -> int:
    return figure.svg.count(f'data-marks="{kind}"')


def test_the_section_draws_the_first_model_and_sets_both_side_by_side(findings: Findings) -> None:
    kinds = [type(block) for block in shown(findings).blocks]
    assert kinds == [Prose, Prose, Table, Figure]
    table = shown(findings).blocks[2]
    assert isinstance(table, Table)
    assert len(table.rows) == 3
    first = findings.blocks.weights[0]
    leading = findings.blocks.leading(first)
    names = gene_names(findings)
    assert [bare(row[0]) for row in table.rows] == [names.label(findings.blocks.blocks[j].name) for j in leading]


def test_a_study_without_blocks_says_so(findings: Findings) -> None:
    none = GeneBlocks(
        weights=tuple(
            dataclasses.replace(weights, mean_abs=np.zeros(0), low=np.zeros(0), high=np.zeros(0), swaps=())
            for weights in findings.blocks.weights
        )
    )
    (said,) = shown(dataclasses.replace(findings, blocks=none)).blocks
    assert isinstance(said, Prose)
    assert "there are no blocks to show" in said.paragraphs[0]


def test_where_no_model_is_explained_there_is_no_section(findings: Findings) -> None:
    assert section(dataclasses.replace(findings, blocks=GeneBlocks())) is None


def test_one_of_these_would_do_is_said_only_where_the_rule_says_so(findings: Findings) -> None:
    weights = findings.blocks.weights[0]
    title = "Model"
    assert "one of these would do: " in one_would_do(findings, weights, title)
    undecided = [
        None
        if swap is None
        else dataclasses.replace(
            swap, others=tuple(dataclasses.replace(other, verdict="undecided") for other in swap.others)
        )
        for swap in weights.swaps
    ]
    other = with_swaps(findings, *undecided)
    said = one_would_do(other, other.blocks.weights[0], title)
    assert "one of these would do" not in said
    assert "in no block is it shown that another gene would do" in said


def test_what_is_hardly_needed_is_never_called_exchangeable(findings: Findings) -> None:
    weights = findings.blocks.weights[0]
    spare = next(swap for swap in weights.swaps if swap is not None and not swap.needed)
    assert said_of(spare, spare.replaced) == "hardly needed"
    assert {said_of(spare, other.gene) for other in spare.others} == {""}
    only = with_swaps(findings, spare)
    said = one_would_do(only, only.blocks.weights[0], "Model")
    assert "would do:" not in said
    assert "hardly needs" in said


def test_untried_blocks_are_said_to_be_untried(findings: Findings) -> None:
    untried = with_swaps(findings)
    said = one_would_do(untried, untried.blocks.weights[0], "Model")
    assert said == "Model: in no block could a gene be tried in another's place."


def test_the_map_draws_a_bar_a_block_and_one_a_gene(findings: Findings) -> None:
    figure = block_map(findings, findings.blocks.weights[0])
    assert marks(figure, "block") == 2, "the third would not fit"
    assert marks(figure, "gene") == 5 + 4, "of seven genes five are drawn"
    assert "7 genes, 2 not drawn" in figure.svg
    assert figure.svg.count(">would do<") >= 1


def test_the_map_says_in_words_what_it_draws(findings: Findings) -> None:
    alt = block_map(findings, findings.blocks.weights[0]).alt
    names = gene_names(findings)
    for j in findings.blocks.leading(findings.blocks.weights[0])[:2]:
        assert f"Block of {names.label(findings.blocks.blocks[j].name)}" in alt
    for word in ("most used", "would do", "would not do", "undecided", "of folds", "log-odds of AML"):
        assert word in alt


def test_the_most_used_gene_is_always_drawn(findings: Findings) -> None:
    j = max(range(3), key=lambda k: len(findings.blocks.blocks[k].genes))
    block = findings.blocks.blocks[j]
    swaps = list(findings.blocks.weights[0].swaps)
    first = swaps[j]
    assert first is not None
    swaps[j] = dataclasses.replace(first, replaced=block.genes[-1], others=())
    figure = block_map(with_swaps(findings, *swaps), findings.blocks.weights[0])
    again = with_swaps(findings, *swaps)
    figure = block_map(again, again.blocks.weights[0])
    assert gene_names(findings).label(block.genes[-1]) in figure.alt


def test_many_large_blocks_keep_to_the_room(findings: Findings) -> None:
    blocks = findings.blocks
    big = max(range(3), key=lambda k: len(blocks.blocks[k].genes))
    weights = blocks.weights[0]
    many = dataclasses.replace(
        weights,
        mean_abs=np.full(9, weights.mean_abs[big]),
        low=np.full(9, weights.low[big]),
        high=np.full(9, weights.high[big]),
        swaps=(weights.swaps[big],) * 9,
    )
    other = dataclasses.replace(
        findings, blocks=dataclasses.replace(blocks, blocks=(blocks.blocks[big],) * 9, weights=(many,))
    )
    assert marks(block_map(other, many), "block") == 2


def test_the_file_has_the_declared_columns_and_symbols(findings: Findings) -> None:
    read = pd.read_csv(io.BytesIO(blocks_csv(findings)), keep_default_na=False)
    names = [model.name for model in findings.models]
    assert list(read.columns) == [column.name for column in block_columns(names)]
    assert len(read) == 13
    symbols = findings.genes.frame.set_index("gene")["symbol"]
    assert read["symbol"].tolist() == [str(symbols[gene]) for gene in read["gene"]]


@pytest.mark.parametrize("number", [0, 1])
def test_study_json_has_the_blocks_in_short(findings: Findings, number: int) -> None:
    told = json.loads(study_json(findings))["blocks"]
    weights = findings.blocks.weights[number]
    assert told["blocks"] == 3
    assert told["models"][number]["name"] == weights.model
    leading = told["models"][number]["leading"]
    assert [each["block"] for each in leading] == [
        findings.blocks.blocks[j].name for j in findings.blocks.leading(weights)
    ]
    assert leading[0]["would_do"]
