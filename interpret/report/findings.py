"""Everything that was computed, as one frozen object: the only thing that the report is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, Column, FloatArray
from interpret.data.cohort import Labels
from interpret.data.genes_of_interest import GenesOfInterest
from interpret.data.study import SourceFile
from interpret.explain.agreement import Agreement
from interpret.explain.attribution import Attribution
from interpret.explain.dossier import Dossiers
from interpret.explain.gene_blocks import GeneBlocks
from interpret.explain.interactions import Interactions, no_interactions
from interpret.models.gene_count_curve import GeneCountCurve
from interpret.models.learner import Fitted, Recipe
from interpret.models.signature import Signature
from interpret.models.stability_selection import StabilitySelection
from interpret.scoring.measures.protocol import Part as Part  # noqa: PLC0414  the rooms of the report take it from here
from interpret.scoring.measures.taken import NotTaken
from interpret.settings import Settings
from interpret.stats.design import Design
from interpret.stats.diagnostics import Diagnostics
from interpret.stats.gene_sets.answer import AnsweredSets
from interpret.stats.gene_table import GeneTable
from interpret.validation.coverage import ThreeWay
from interpret.validation.identifiability import Identifiability
from interpret.validation.permuted_labels import PermutedLabels
from interpret.validation.quality import ArrayQuality
from interpret.validation.questioned import Questioned
from interpret.validation.schemes.records import Validated

PREDICTION_COLUMNS = (
    Column("model", "text", "", "model"),
    Column("set", "text", "", "loo: left out, judged by a model that never saw them; independent: the frozen model"),
    Column("sample", "text", "", "sample"),
    Column("truth", "text", "", "class in the sample sheet"),
    Column("probability", "number", "", "predicted probability of the positive class"),
    Column("argmax_call", "text", "", "the more probable class"),
    Column(
        "call", "text", "", "one of the classes, or uncertain: do not act on it; on left-out patients it only describes"
    ),
    Column("model_id", "text", "", "hash of the fitted model that judged the sample"),
)

MODEL_COLUMNS = (
    Column("model", "text", "", "model"),
    Column("set", "text", "", "loo or independent"),
    Column("measure", "text", "", "measure"),
    Column("value", "number", "see measure", "estimate"),
    Column("ci_low", "number", "see measure", "lower end of the 95 % interval; empty where none is defined"),
    Column("ci_high", "number", "see measure", "upper end of the 95 % interval"),
    Column("n", "integer", "patients", "patients the measure is taken over"),
)


@dataclass(frozen=True)
class Caution:
    """Something that went wrong, or that cannot be concluded.

    `key` is stable for machines; `text` is a plain sentence or two; `weight` decides where it is printed: `page1`
    belongs on the first page, `limit` among the limits.
    """

    key: str
    text: str
    weight: Literal["page1", "limit"]


@dataclass(frozen=True)
class Counts:
    """How many of everything.

    `filtered_all` counts the genes that pass the filter learnt on the training patients with control probes kept;
    `tested` those that were tested (control probes left out unless kept). `constant` genes do not vary after clamping.
    `train_persons` and `independent_persons` count who gave the samples; None where each sample is a person of its own.
    """

    probes: int
    controls: int
    constant: int
    filtered_all: int
    tested: int
    train_negative: int
    train_positive: int
    independent_negative: int
    independent_positive: int
    train_persons: int | None = None
    independent_persons: int | None = None

    @property
    def n_train(self) -> int:
        """Training samples, as a rule one a patient."""
        return self.train_negative + self.train_positive

    @property
    def n_independent(self) -> int:
        """Independent samples, as a rule one a patient."""
        return self.independent_negative + self.independent_positive

    @property
    def n_train_persons(self) -> int:
        """Persons who gave the training samples."""
        return self.n_train if self.train_persons is None else self.train_persons

    @property
    def n_independent_persons(self) -> int:
        """Persons who gave the independent samples."""
        return self.n_independent if self.independent_persons is None else self.independent_persons


@dataclass(frozen=True, eq=False)
class ModelFindings:
    """One model: what it is, how it did, and why.

    `facts` are plain numbers about the frozen model (genes used, penalty, KKT violation, trees ...);
    `selection_frequency` is the share of the left-out models that use a gene; `attribution` has an entry for each
    part run, none where the model is not explained; `frozen` is the model itself.
    """

    name: str
    title: str
    method: str
    recipe: Recipe
    facts: dict[str, float]
    genes: tuple[str, ...]
    coefficients: pd.DataFrame | None
    selection_frequency: pd.Series
    attribution: dict[Part, Attribution]
    frozen: Fitted


@dataclass(frozen=True, eq=False)
class Beside:
    """The models shown beside those run in full: judged in the same way, explained in explanations.csv alone.

    `predictions` and `measures` have the same columns as those of the models run in full.
    """

    models: tuple[ModelFindings, ...]
    predictions: pd.DataFrame
    measures: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Selection:
    """Which genes the sparse model chooses.

    Attributes
    ----------
    signature
        The frozen sparse model written out; None where none was run.
    stability
        How often halves of the training patients choose a gene; None where they could not be made: see `unfit`.
    alpha
        Share of the L1 penalty on the halves and along the path.
    path, by_filter
        The error of left-out patients against the number of genes: along the penalty path, and with the genes of the
        largest F and a diagonal discriminant.
    """

    signature: Signature | None
    stability: StabilitySelection | None
    alpha: float
    path: GeneCountCurve
    by_filter: GeneCountCurve
    unfit: str = ""


@dataclass(frozen=True)
class NotebookResult:
    """One model of the notebook preset: the independent patients called right of `n`, by its recipe as it was.

    `name` is that of its counterpart among the models of this package.
    """

    name: str
    title: str
    right: int
    n: int


@dataclass(frozen=True, eq=False)
class Display:
    """What figures draw of the expression itself, on the scale of the tests (after preparation, log).

    Attributes
    ----------
    top_genes, top_values
        `g` genes and their `(n_train + n_independent, g)` values, training patients first.
    component_scores, component_share
        `(n_train + n_independent, 2)` principal component scores (learnt on the training patients) and the share of
        the training variance that each explains.
    array_quantiles
        `(n_train + n_independent, 5)`: 5, 25, 50, 75, 95 % of each array.
    samples, positive, independent
        One entry a row of the above.
    individual_genes, individual_values
        Genes whose every value report.html shows, smallest p-value first, and their
        `(n_train + n_independent, k)` values: all genes tested where the page has room for them.
    """

    top_genes: tuple[str, ...]
    top_values: FloatArray
    component_scores: FloatArray
    component_share: tuple[float, float]
    array_quantiles: FloatArray
    samples: tuple[str, ...]
    positive: BoolArray
    independent: BoolArray
    individual_genes: tuple[str, ...] = ()
    individual_values: FloatArray = field(default_factory=lambda: np.empty((0, 0)))


@dataclass(frozen=True, eq=False)
class Findings:
    """Everything computed for one study.

    Attributes
    ----------
    predictions, measures, explanations, evidence
        Frames with the declared columns of predictions.csv, models.csv, explanations.csv and evidence.csv.
    models
        Those run in full, in that order; the first is the one that page 1 speaks of.
    beside
        The other models of the panel.
    three_way
        The error rate of the three-way calls, and what became of their promise on the independent set.
    comparisons
        Every two models on the same patients: declared columns `COMPARISON_COLUMNS`.
    notebook
        The notebook preset, where it was asked for.
    selection
        The genes of the sparse model.
    suspects
        Patients to look at again: columns `SUSPECT_COLUMNS` of validation/suspects.py, most urgent first.
    questioned
        Duplicates, doubtful arrays, influence, how the independent set was opened and how it differs.
    arrays
        What each array looks like, who resembles whom, and whose sex it speaks for; rows as in `display`.
    design
        The model of every gene, over the samples tested (one a person and class).
    set_aside
        Columns `SET_ASIDE`: every gene that was not tested, and why.
    covariates
        Columns of the sample sheet for all samples, training ones first, results among them.
    identifiability
        How those columns, results left out, go with the class.
    preparation
        What was done to a sample before the tests, one sentence a step.
    versions
        Package name to version, this package and Python among them.
    date
        ISO date that the report carries.
    replication_unfit
        Why no gene was tested in the independent set, without a full stop; empty where genes were, or there is none.
    not_taken
        Measures of the models run in full that have no value, with the reason.
    validated
        How the training patients were left out, and what other schemes gave.
    scale_said
        Sentences on what the values as read were understood to be, on what evidence, or that it was told.
    blocks
        Genes that move together, with their SHAP values summed in each fold.
    interactions
        Pairs of genes that act together in the tree models run in full.
    agreement
        Every two rankings of the genes, by the test and by each model explained.
    of_interest
        The list of genes of interest; None where none was given.
    gene_sets
        What was found of sets of genes; None where none were given.
    dossiers
        Of each sample of both sets: who resembles it, where its genes stand, what would change its call.
    """

    title: str
    simulated: bool
    layout: str
    labels: Labels
    counts: Counts
    design: Design
    genes: GeneTable
    diagnostics: Diagnostics
    set_aside: pd.DataFrame
    models: tuple[ModelFindings, ...]
    predictions: pd.DataFrame
    measures: pd.DataFrame
    beside: Beside
    three_way: ThreeWay
    comparisons: pd.DataFrame
    notebook: tuple[NotebookResult, ...]
    selection: Selection
    explanations: pd.DataFrame
    evidence: pd.DataFrame
    evidence_columns: tuple[Column, ...]
    suspects: pd.DataFrame
    questioned: Questioned
    arrays: ArrayQuality
    permuted: tuple[PermutedLabels, ...]
    display: Display
    covariates: pd.DataFrame
    identifiability: Identifiability
    cautions: tuple[Caution, ...]
    scale: str
    preparation: tuple[str, ...]
    sources: tuple[SourceFile, ...]
    settings: Settings
    versions: dict[str, str]
    date: str
    replication_unfit: str = ""
    not_taken: tuple[NotTaken, ...] = ()
    validated: Validated = field(default_factory=Validated)
    scale_said: tuple[str, ...] = ()
    blocks: GeneBlocks = field(default_factory=GeneBlocks)
    interactions: Interactions = field(default_factory=no_interactions)
    agreement: tuple[Agreement, ...] = ()
    of_interest: GenesOfInterest | None = None
    gene_sets: AnsweredSets | None = None
    dossiers: Dossiers = field(default_factory=Dossiers)
