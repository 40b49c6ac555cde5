"""All choices of a study in one checked, frozen object; the command line and `study.toml` are two ways to fill it."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from interpret.errors import SettingsError
from interpret.nouns import USUAL, Noun, plural_of
from interpret.settings_problems import settings_problems


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _empty_is_unset(cls, content: object) -> object:
        """TOML has no word for nothing: the empty text stands for it where nothing is the default."""
        if not isinstance(content, dict):
            return content
        fields = cls.model_fields
        return {
            key: None if value == "" and key in fields and fields[key].default is None else value
            for key, value in content.items()
        }


ScaleWord = Literal[
    "", "raw", "log2", "log10", "ln", "counts", "scaled-counts", "ratios", "log-ratios", "ranks", "z-scores"
]
WhetherDeseq2 = Literal["auto", "yes", "no"]
Missing = Literal["complete-genes", "median"]
_NOUN = r"^(?:[^\W_]+(?:[ /'-][^\W_]+)*)?$"  # words of letters and digits, or nothing
_PATHS = {
    "input": ("expression", "samples", "independent", "annotation", "genes_of_interest", "gene_sets", "id_map"),
    "report": ("logo",),
}
"""Settings that say where a file lies, by group: they change no number and stand in no output."""


class StudySettings(_Group):
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


class InputSettings(_Group):
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


class PreparationSettings(_Group):
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


class TestSettings(_Group):
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


class GeneSetSettings(_Group):
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


class SparseSettings(_Group):
    """Elastic-net logistic regression: its grid, the weight of its classes and its inner cross-validation.

    `inner_folds` and `inner_repeats` are read where `inner` is `k-fold`.
    """

    alphas: tuple[float, ...] = (0.5, 1.0)
    lambdas: int = Field(default=100, ge=5)
    smallest_lambda_ratio: float = Field(default=0.01, gt=0.0, lt=1.0)
    class_weight: Literal["none", "balanced"] = "none"
    inner: Literal["k-fold", "leave-one-out"] = "k-fold"
    inner_folds: int = Field(default=10, ge=3)
    inner_repeats: int = Field(default=1, ge=1)
    rule: Literal["min", "1se"] = "min"


class ForestSettings(_Group):
    """Random forest and extra trees: fixed, never tuned, so that held-out trees are exact.

    `trees` grow in the one forest whose held-out trees judge each patient; 1,360 leave about 500 for everybody.
    """

    trees: int = Field(default=1360, ge=50)
    min_leaf: int = Field(default=1, ge=1)


class PanelSettings(_Group):
    """The classical panel: genes its models are given, inner folds, rounds of boosting tried."""

    genes: int = Field(default=50, ge=1)
    inner_folds: int = Field(default=5, ge=2)
    boosting_rounds: tuple[Annotated[int, Field(ge=1)], ...] = Field(default=(10, 50), min_length=1)


class VotingSettings(_Group):
    """Golub's weighted voting: genes for each class, and the prediction strength below which no call is made.

    `published` names a column of the sample sheet that holds strengths published elsewhere, to be set beside ours.
    """

    each: int = Field(default=25, ge=1)
    least_strength: float = Field(default=0.3, ge=0.0, lt=1.0)
    published: str = ""


class SelectionSettings(_Group):
    """Stability selection: pairs of complementary halves of the training patients."""

    pairs: int = Field(default=50, ge=1)


class ModelSettings(_Group):
    """Which models run and how.

    Those in `run` are judged, explained and shown patient by patient, and page 1 speaks of the first; those in `beside`
    are judged in the same way and shown beside them in one table: `all` others, none (an empty list), or these names.
    `preset = "notebook"` also repeats, as it was done, the notebook study that this package answers to.
    """

    run: tuple[str, ...] = ("sparse-logistic", "random-forest")
    beside: Literal["all"] | tuple[str, ...] = "all"
    sparse: SparseSettings = SparseSettings()
    forest: ForestSettings = ForestSettings()
    panel: PanelSettings = PanelSettings()
    voting: VotingSettings = VotingSettings()
    selection: SelectionSettings = SelectionSettings()
    preset: Literal["", "notebook"] = ""


class ValidationSettings(_Group):
    """How the training patients are left out, what else is tried, and how much error three-way calls may make.

    `scheme` judges every model: `auto` is leave-one-out up to 150 persons, else a stratified k-fold of `folds` folds
    dealt `repeats` times. `also` and `groups` (a column of the sample sheet, as the centre) add other schemes for the
    models run in full. `label_permutations` are runs of the whole validation on shuffled labels.

    `prevalence` is the share of the positive class where the test would be used, for predictive values and net
    benefit; without it the patients' own. `leave_pair_out` fits every model anew without each pair of patients.

    `error_rate` None: 0.10 in each class, or the smallest rate that the patients allow where that is larger.
    """

    error_rate: float | None = Field(default=None, gt=0.0, lt=0.5)
    label_permutations: int = Field(default=5, ge=0)
    scheme: Literal["auto", "leave-one-out", "k-fold"] = "auto"
    folds: int = Field(default=10, ge=3)
    repeats: int = Field(default=5, ge=1)
    also: tuple[Literal["k-fold", "bootstrap"], ...] = ()
    bootstrap_draws: int = Field(default=50, ge=25)
    groups: str = ""
    prevalence: float | None = Field(default=None, gt=0.0, lt=1.0)
    leave_pair_out: bool = False


class ExplainSettings(_Group):
    """Which models are explained besides those whose SHAP values can be worked out.

    `sampled` names models whose values are estimated by `orders` random orders of the genes a patient, each run through
    forwards and backwards.
    """

    sampled: tuple[str, ...] = ()
    orders: int = Field(default=20, ge=2)


class AddedSection(_Group):
    """A section of the author's own: plain text, or the template `sections/ANCHOR.html.j2` of `--templates`.

    A blank line in `text` begins a paragraph. Its place is that of `anchor` in `sections`, else before the methods.
    """

    anchor: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str = Field(min_length=1)
    text: str = ""


class ReportSettings(_Group):
    """What is shown of the findings, and in whose name. Nothing here changes a number.

    Without `patient_data` no output holds a value, a call or a name of a single patient. `institution`, `logo` (PNG or
    SVG) and `contact` stand on the first page, `disclaimer` beside the line that the report is for research. The marks
    of numbers hold for reports and not for the files that machines read.

    `attach` is what travels inside report.pdf: the gene table and a study.json that names no patient, or all data.

    `sections` are the anchors of sections in the order wanted, others are dropped; page 1, the limits and the methods
    cannot be. An empty list: all of them. `added` are sections of the author's own.
    """

    patient_data: bool = True
    attach: Literal["summary", "all"] = "summary"
    institution: str = ""
    logo: Path | None = None
    contact: str = ""
    disclaimer: str = ""
    decimal_mark: Literal[".", ","] = "."
    thousands_mark: Literal[",", ".", "thin space", "none"] = ","
    sections: tuple[str, ...] = ()
    added: tuple[AddedSection, ...] = ()

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        if self.decimal_mark == self.thousands_mark:
            message = f"decimal_mark and thousands_mark are both {self.decimal_mark!r}: no number could be read"
            raise ValueError(message)
        return self


class ColumnSettings(_Group):
    """What a column of the sample sheet is: a covariate (as every column not named), or a result.

    A result was worked out from the class or the expression, so it is no covariate: it is held against nothing and
    adjusted for nowhere.
    """

    role: Literal["covariate", "result"] = "covariate"


class Settings(_Group):
    """Every choice that can change a number in the output (jobs and paths cannot)."""

    study: StudySettings = StudySettings()
    input: InputSettings = InputSettings()
    preparation: PreparationSettings = PreparationSettings()
    tests: TestSettings = TestSettings()
    gene_sets: GeneSetSettings = GeneSetSettings()
    models: ModelSettings = ModelSettings()
    validation: ValidationSettings = ValidationSettings()
    explain: ExplainSettings = ExplainSettings()
    report: ReportSettings = ReportSettings()
    columns: dict[str, ColumnSettings] = Field(default_factory=dict)
    seed: int = Field(default=0, ge=0)
    date: dt.date | None = None

    def for_numbers(self, *, but: tuple[str, ...] = ()) -> dict[str, Any]:
        """Return the settings that can change a number, as plain values: neither paths nor what the report shows.

        They stand for whatever follows from the study and them: the stages of a run are remembered by them. `but` are
        groups that a stage does not look at; at `gene_sets` only its own stage looks.
        """
        left_out = {"study", "date", "report", "gene_sets", *but}
        return {name: value for name, value in self.without_paths().items() if name not in left_out}

    def without_paths(self) -> dict[str, Any]:
        """Return the settings as plain values for study.json, without where the files lay."""
        return self.model_dump(mode="json", exclude={group: set(keys) for group, keys in _PATHS.items()})


def read_settings(path: Path) -> dict[str, Any]:
    """Return the content of a `study.toml`, paths taken relative to the file.

    Raises
    ------
    SettingsError
        The file is missing or is not TOML (line and column named).
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(f"there is no file {path}", remedy="check the path of the study file") from error
    except OSError as error:
        raise SettingsError(
            f"the study file cannot be read: {error.strerror or error}", where=str(path), remedy="check its path"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"this is not a TOML file: {error}", where=str(path), wanted="key = value lines") from error
    for name, keys in _PATHS.items():
        group = content.get(name, {})
        for key in keys:
            if isinstance(group, dict) and key in group:
                group[key] = _beside(path, group[key])
    return content


def _beside(file: Path, given: object) -> object:
    """Return a path relative to the folder of the file, or each of a list; what is no path is left for the check."""
    if isinstance(given, list):
        return [_beside(file, each) for each in given]
    return file.parent / given if isinstance(given, str) and given else given


def make_settings(content: dict[str, Any], where: str = "the command line") -> Settings:
    """Return checked settings.

    Raises
    ------
    SettingsError
        Unknown keys and values out of range, all of them in one message.
    """
    try:
        return Settings.model_validate(content)
    except ValidationError as error:
        problems = settings_problems(error, Settings)
        raise SettingsError(
            f"{len(problems)} setting{'s' * (len(problems) > 1)} cannot be used: " + "; ".join(problems),
            where=where,
            wanted="the keys and ranges that README.md lists, and that interpret init writes into a file",
            remedy="correct them; interpret report --help lists the options",
        ) from error
