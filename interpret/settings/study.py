"""What is studied: what the report calls it, where the data lie, what the columns of the sample sheet are."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from interpret.nouns import USUAL, Noun, plural_of
from interpret.settings.group import Group

ScaleWord = Literal[
    "", "raw", "log2", "log10", "ln", "counts", "scaled-counts", "ratios", "log-ratios", "ranks", "z-scores"
]
_NOUN = r"^(?:[^\W_]+(?:[ /'-][^\W_]+)*)?$"  # words of letters and digits, or nothing


class StudySettings(Group):
    """What the report says of itself. An empty title is filled from the data.

    `reviewers` are those who are to sign, each as "Name, role". `unit` is what the samples were taken from (nothing: a
    patient), `units` its plural where the few rules of `nouns.plural_of` do not know it. No number hangs on them.
    """

    title: str = ""
    id: str = ""
    author: str = ""
    version: str = ""
    status: Literal["draft", "final"] = "draft"
    reviewers: tuple[str, ...] = ()
    unit: str = Field(default="", pattern=_NOUN, max_length=40)
    units: str = Field(default="", pattern=_NOUN, max_length=40)

    @property
    def noun(self) -> Noun:
        """What a sample was taken from, one and many."""
        one = self.unit or USUAL.one
        return Noun(one, self.units or plural_of(one))


class InputSettings(Group):
    """Where the data lie, which column is the answer, and which names the person where some gave several samples.

    `format` (a key of `interpret.data.readers.READERS`) and `orientation` (what stands in rows) are found out unless
    they are told. `independent_blind` is the author's word on whether nobody had looked at the independent patients
    while the analysis was designed; without it nothing is claimed. `scale` says what a value is, where that is not to
    be found out; it is held against the values. `negative` is needed where the outcome has more than two labels: the
    patients of the others are left out. `id_map` gives every patient another name, which stands in every output.
    `replicates` names the column by which the counts of several runs are summed.
    """

    expression: Path | None = None
    samples: Path | None = None
    outcome: str = ""
    positive: str = ""
    negative: str = ""
    subject: str = ""
    replicates: str = ""
    independent: Path | None = None
    annotation: Path | None = None
    genes_of_interest: Path | None = None
    gene_sets: tuple[Path, ...] = ()
    independent_blind: bool | None = None
    format: str = ""
    orientation: Literal["", "genes", "samples"] = ""
    scale: ScaleWord = ""
    id_map: Path | None = None

    @field_validator("gene_sets", mode="before")
    @classmethod
    def _one_or_several(cls, given: object) -> object:
        """Take one file for a list of it, and the empty text for none."""
        return ([given] if given else []) if isinstance(given, (str, Path)) else given


class ColumnSettings(Group):
    """What a column of the sample sheet is: a covariate (as every column not named), or a result.

    A result was worked out from the class or the expression, so it is no covariate: it is held against nothing and
    adjusted for nowhere.
    """

    role: Literal["covariate", "result"] = "covariate"
