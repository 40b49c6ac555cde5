"""Everything that was read: the patients, what is known of the genes, and the files it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
import pandas as pd

from interpret.contracts import Column, IntArray
from interpret.data.cohort import Cohort
from interpret.data.gene_sets import GeneSets
from interpret.data.genes_of_interest import GenesOfInterest

ANNOTATION_COLUMNS = (
    Column("gene", "text", "", "name of the gene or probe as in the expression file"),
    Column("symbol", "text", "", "gene symbol where an annotation gives one"),
    Column("description", "text", "", "description of the gene or probe"),
)

SET_ASIDE = (
    Column("gene", "text", "", "name of the gene or probe as in the expression file"),
    Column("symbol", "text", "", "gene symbol where an annotation gives one"),
    Column("reason", "text", "", "why the gene was not tested"),
)


@dataclass(frozen=True)
class SourceFile:
    """One input file: its name without folder, what it was read as, its sha256 and its size in bytes."""

    name: str
    role: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Truth:
    """What was planted in a simulated study.

    `differential` are the genes whose mean differs between the classes, `block` those of the correlated block among
    them, `batch_genes` those shifted by the batch.
    """

    differential: tuple[str, ...]
    block: tuple[str, ...]
    batch_genes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Study:
    """A two-group study as read, before any preparation.

    Attributes
    ----------
    training, independent
        The patients the models learn from, and those kept closed until the models are frozen (None: there are none).
    annotation
        Columns `ANNOTATION_COLUMNS`, one row a gene in the order of `training.genes`; empty string where unknown.
    detection
        `P`/`M`/`A` detection calls of the scanner, samples in rows and genes in columns, where the files have them.
    sources
        Every input file.
    layout
        One sentence on how the files were understood, for the report.
    simulated, truth
        Whether the study is the built-in one, and what was planted in it.
    notes
        Sentences on what was taken for granted or is odd in the files; the report shows each as a caution.
    outcome
        The column that told the classes apart; empty for the simulated study.
    independent_seen
        Why the independent set is no blind test, where the reader of the files knows: since when it has been public,
        as what follows on `they`. Empty: nothing is known.
    scale_said
        Sentences on what the values were understood to be, on what evidence, or that it was told.
    of_interest
        The list of genes of interest; None where none was given.
    gene_sets
        The sets of genes to ask about; None where none were given.
    pseudonyms
        What samples and persons are to be called in every output, by their name; empty where by their name.
    """

    training: Cohort
    independent: Cohort | None
    annotation: pd.DataFrame
    sources: tuple[SourceFile, ...]
    layout: str
    title: str
    detection: pd.DataFrame | None = None
    simulated: bool = False
    truth: Truth | None = None
    notes: tuple[str, ...] = field(default_factory=tuple)
    independent_seen: str = ""
    outcome: str = ""
    scale_said: tuple[str, ...] = ()
    of_interest: GenesOfInterest | None = None
    gene_sets: GeneSets | None = None
    pseudonyms: Mapping[str, str] = field(default_factory=dict)

    def take_genes(self, columns: Sequence[int] | IntArray) -> Self:
        """Return the study with these genes (column numbers of the training expression), in this order."""
        index = np.asarray(columns, dtype=np.int64)

        def taken(cohort: Cohort) -> Cohort:
            return cohort.with_expression(cohort.expression.take_genes(index))

        independent = None if self.independent is None else taken(self.independent)
        annotation = self.annotation.iloc[index]
        return replace(self, training=taken(self.training), independent=independent, annotation=annotation)
