"""The quality of the arrays in one record: what each looks like, who resembles whom, whose sex it speaks for."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from interpret.contracts import Column
from interpret.validation.array_contrasts import ArrayContrast
from interpret.validation.clustering import ArrayTree
from interpret.validation.count_quality import CountQuality
from interpret.validation.sex_check import SexCheck, SexOfClass

QUALITY_COLUMNS = (
    Column("set", "text", "", "training or independent"),
    Column("sample", "text", "", "sample"),
    Column("class", "text", "", "class in the sample sheet"),
    Column("median", "number", "log scale", "median over the genes measured in at least half of the arrays"),
    Column("spread", "number", "log scale", "width of the middle half of these genes"),
    Column("likeness", "number", "Fisher's z", "median correlation with the other arrays of its set, as Fisher's z"),
    Column("share_missing", "number", "", "share of the genes without a value"),
    Column(
        "share_at_floor", "number", "", "share of the values at or below the floor; empty where nothing was clamped"
    ),
    Column("share_present", "number", "", "share of the genes the scanner called present; empty without calls"),
    Column("share_marginal", "number", "", "share of the genes the scanner called marginal; empty without calls"),
    Column("library_size", "number", "reads", "reads over all genes; empty where the values are no counts"),
    Column("share_zero", "number", "", "share of the genes without a read; empty where the values are no counts"),
    Column("tree_place", "integer", "", "place from the left in the tree of the arrays, from 1"),
    Column("tree_branch", "integer", "", "1 or 2: on which side of the last joint of that tree"),
    Column("xist", "number", "log2", "XIST; empty where not measured"),
    Column("y_genes", "number", "log2", "weighted mean of the genes of the Y chromosome; empty where not measured"),
    Column("sex_by_expression", "text", "", "female, male or cannot tell, by XIST and the Y genes"),
    Column("sex_in_sheet", "text", "", "female or male where a column of the sheet says so"),
    Column(
        "in_doubt_by", "text", "", "rules by which the array lies too far from its set, and a sex that does not fit"
    ),
)

# They follow `share_zero`, in studies of counts alone.
COUNT_COLUMNS = (
    Column("share_top", "number", "", "share of the reads that the 100 genes with the most reads take"),
    Column("norm_factor", "number", "", "TMM factor against the training sample that all are normalised against"),
    Column("effective_library", "number", "reads", "reads over the genes that passed the filter, times that factor"),
)


@dataclass(frozen=True, eq=False)
class ArrayQuality:
    """Everything the report says of the arrays.

    Attributes
    ----------
    table
        `columns`, one row a sample: training ones first, in the order of the study.
    present, library
        The share of genes called present and the library size compared between groups; empty where there are none.
    tree
        Rows as in `table`.
    sex, sex_of_class
        The sex check, and each set in which any array speaks for a sex.
    sequenced
        Whether the values are counts of reads, as they are or scaled: there are no arrays then.
    counts
        What is asked of counts alone; None where the values are none.
    """

    table: pd.DataFrame
    present: tuple[ArrayContrast, ...]
    library: tuple[ArrayContrast, ...]
    tree: ArrayTree
    sex: SexCheck
    sex_of_class: tuple[SexOfClass, ...]
    sequenced: bool = False
    counts: CountQuality | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of quality.csv."""
        if self.counts is None:
            return QUALITY_COLUMNS
        place = 1 + [column.name for column in QUALITY_COLUMNS].index("share_zero")
        return (*QUALITY_COLUMNS[:place], *COUNT_COLUMNS, *QUALITY_COLUMNS[place:])

    @property
    def has_calls(self) -> bool:
        """Whether the scanner's calls were read."""
        return bool(self.table["share_present"].notna().any())

    @property
    def has_counts(self) -> bool:
        """Whether the values are counts of reads."""
        return bool(self.table["library_size"].notna().any())
