"""What is asked of every gene and of sets of genes, and how the values are prepared for it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from interpret.settings.group import Group

WhetherDeseq2 = Literal["auto", "yes", "no"]
Missing = Literal["complete-genes", "median"]


class PreparationSettings(Group):
    """From values as read to values as modelled; what is learnt, is learnt on the training patients of each fold.

    Floor, ceiling, `min_ratio`, `min_difference` and `logarithm` are for raw intensities. The next four are those of
    edgeR's filterByExpr, for counts: `min_count` in a library of median size, in as many samples as the smaller class
    has (of those beyond `large_n` only the share `min_prop`), and `min_total` in all; `min_scaled` takes the place of
    the counts where these were scaled before.

    `missing`: the models take the genes that everybody has a value of, or fill gaps with the gene's median over the
    training patients; then genes that more than `most_missing` of these lack are left out, and samples that lack more
    than `most_missing_of_sample` of their values are named.
    """

    floor: float = 100.0
    ceiling: float = 16000.0
    min_ratio: float = Field(default=5.0, ge=1.0)
    min_difference: float = Field(default=500.0, ge=0.0)
    logarithm: Literal["log2", "log10"] = "log2"
    scale_arrays: bool = False
    scale_genes: bool = False
    keep_controls: bool = False
    min_count: float = Field(default=10.0, ge=0.0)
    min_total: float = Field(default=15.0, ge=0.0)
    large_n: float = Field(default=10.0, ge=1.0)
    min_prop: float = Field(default=0.7, gt=0.0, le=1.0)
    min_scaled: float = Field(default=1.0, ge=0.0)
    missing: Missing = "complete-genes"
    most_missing: float = Field(default=0.2, ge=0.0, lt=1.0)
    most_missing_of_sample: float = Field(default=0.5, ge=0.0, lt=1.0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not 0.0 < self.floor < self.ceiling:
            message = "floor must be above 0 and below ceiling: a logarithm is taken after clamping"
            raise ValueError(message)
        return self


class TestSettings(Group):
    """Differential expression.

    `design` is the model of every gene: `group` stands for the class, other words for columns of the sample sheet.
    `collapse` says which probes of one gene are tested: all, or the one with the largest mean. `deseq2` is DESeq2
    beside, of counts: `auto` where the package pydeseq2 is installed and the study is not too large for it, `yes`
    refused where it is not installed.
    """

    __test__ = False

    primary: str = "moderated_t"
    design: str = "~ group"
    collapse: Literal["all", "max-mean"] = "all"
    fdr: float = Field(default=0.05, gt=0.0, lt=1.0)
    confidence: float = Field(default=0.95, gt=0.5, lt=1.0)
    power: float = Field(default=0.80, gt=0.0, lt=1.0)
    maxt_permutations: int = Field(default=10_000, ge=100)
    deseq2: WhetherDeseq2 = "auto"


class GeneSetSettings(Group):
    """Which sets of genes are asked about, by how many of their genes were tested, and how they are asked.

    Fewer than `smallest`, and one gene decides; more than `largest`, and the answer says little: 500 is where the
    field stops (GSEA, clusterProfiler), while their lower limits of 15 and 10 would leave out much of what a filtered
    array holds. `correlation` is what camera takes the genes of a set to have between them; `"estimated"` has it
    worked out from the residuals, set by set.
    """

    smallest: int = Field(default=5, ge=1)
    largest: int = Field(default=500, ge=1)
    correlation: Annotated[float, Field(ge=0.0, lt=1.0)] | Literal["estimated"] = 0.01

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.smallest > self.largest:
            message = "smallest is above largest: no set could be asked about"
            raise ValueError(message)
        return self
