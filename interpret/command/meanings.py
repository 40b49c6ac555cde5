"""What every setting means, said once: for `--help` of the option that sets it, and for the file that `init` writes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from interpret.settings import Settings

MEANINGS: dict[str, str] = {
    "study.title": "Title of the report.",
    "study.id": "Number or code of the study.",
    "study.author": "Who answers for the report.",
    "study.version": "Version of the report.",
    "study.status": "How far the report has come.",
    "study.reviewers": 'Who is to review and sign the report: a line each, as "Name, role".',
    "study.unit": (
        "What a sample was taken from, as every text of the report calls it: patient, mouse, cell line. Names of files "
        "and columns stay (patients.pdf, patient)."
    ),
    "study.units": "Its plural, where it is not to be guessed: mouse gives mice.",
    "input.expression": "Expression file, or the folder of the Kaggle layout or of counts.",
    "input.samples": "Sample sheet: one row a sample; or a class file.",
    "input.outcome": "Column that holds the two classes.",
    "input.positive": "Label of the positive class.",
    "input.negative": "Label of the negative class, where there are more than two; the others are left out.",
    "input.replicates": "Column that names the library, where some were sequenced in several runs: counts are summed.",
    "input.subject": "Column that names the person, where some gave several samples.",
    "input.independent": "Expression file of the independent set.",
    "input.annotation": "Probe, symbol, description: one row a probe.",
    "input.genes_of_interest": "Genes to mark in the evidence: one probe or symbol a line; # begins a comment.",
    "input.gene_sets": "Sets of genes to ask about, in GMT format.",
    "input.independent_blind": (
        "Whether nobody had looked at the independent patients while the analysis was designed: true or false; "
        "the report repeats it."
    ),
    "input.format": "Format of the expression file: text, excel, arrow, h5ad, gct, res, geo, gds, arff, featurecounts, "
    "htseq or star.",
    "input.orientation": "What stands in rows.",
    "input.scale": "What a value is, where that is not to be found out; it is held against the values.",
    "input.id_map": (
        "CSV or TSV with the columns name and pseudonym: what samples and persons are called in every output instead."
    ),
    "preparation.floor": "Raw intensities below it are raised to it.",
    "preparation.ceiling": "Raw intensities above it are lowered to it.",
    "preparation.min_ratio": "A gene is kept if max/min exceeds it, on the training patients of the fold.",
    "preparation.min_difference": "A gene is kept if max - min exceeds it, on the training patients of the fold.",
    "preparation.logarithm": "Logarithm that the models are given; effects are always log2 fold changes.",
    "preparation.scale_arrays": "Bring each array to mean 0 and variance 1.",
    "preparation.scale_genes": "Bring each gene to mean 0 and variance 1.",
    "preparation.keep_controls": "Test control probes too.",
    "preparation.min_count": "Genes are kept that have so many counts, were the library the median one, ...",
    "preparation.large_n": "... in as many training patients of the fold as the smaller class has; of those beyond so "
    "many ...",
    "preparation.min_prop": "... only this share.",
    "preparation.min_total": "Genes are kept that have so many counts in all training patients of the fold together.",
    "preparation.min_scaled": "The limit that takes the place of the counts where these were scaled before.",
    "preparation.missing": (
        "Gaps: the models take the genes without any, or fill them with the gene's median over the training patients "
        "of the fold."
    ),
    "preparation.most_missing": "Where gaps are filled: genes that a larger share of the patients lacks are left out.",
    "preparation.most_missing_of_sample": "Where gaps are filled: samples that lack a larger share are named.",
    "tests.primary": (
        "Test that gives effect, interval and q: voom (of counts), moderated_t, moderated_t_trend, moderated_t_robust, "
        "student or welch."
    ),
    "tests.design": "Model of every gene, as '~ group + batch'; group is the class.",
    "tests.collapse": "Probes of one gene: all, or max-mean (the one with the largest mean).",
    "tests.fdr": "False discovery rate at which a gene is said to differ.",
    "tests.confidence": "Confidence of the intervals.",
    "tests.power": "Power at which the smallest effect that could be found is stated.",
    "tests.maxt_permutations": "Permutations of the Westfall-Young correction.",
    "tests.deseq2": (
        "DESeq2 beside, of counts: auto (where the package pydeseq2 is installed, up to 20,000 genes tested and 500 "
        "samples), yes (refused where it is not installed) or no."
    ),
    "gene_sets.smallest": "Sets of which fewer genes were tested are left out and counted.",
    "gene_sets.largest": "Sets of which more genes were tested are left out and counted.",
    "gene_sets.correlation": (
        "Correlation that camera takes the genes of a set to have: a number, or estimated, which errs less often where "
        "they move together and finds less in small studies."
    ),
    "models.run": "Models judged, explained and shown patient by patient; page 1 speaks of the first.",
    "models.beside": "Models shown beside those run in full.",
    "models.sparse.alphas": "Shares of the lasso in the penalty that are tried.",
    "models.sparse.lambdas": "Number of penalties on the path.",
    "models.sparse.smallest_lambda_ratio": "The smallest penalty as a share of the largest.",
    "models.sparse.class_weight": "Whether both classes weigh the same.",
    "models.sparse.inner": "How the penalty is chosen within the training patients.",
    "models.sparse.inner_folds": "Folds of that choice, where it is k-fold.",
    "models.sparse.inner_repeats": "How often these folds are dealt.",
    "models.sparse.rule": "Place on the path: the smallest loss, or the sparsest within one standard error of it.",
    "models.forest.trees": "Trees of the forest whose held-out trees judge each patient.",
    "models.forest.min_leaf": "Smallest number of patients in a leaf.",
    "models.panel.genes": "Genes that the classical models are given.",
    "models.panel.inner_folds": "Inner folds of the classical models.",
    "models.panel.boosting_rounds": "Rounds of boosting that are tried.",
    "models.voting.each": "Genes of weighted voting for each class.",
    "models.voting.least_strength": "Prediction strength below which weighted voting makes no call.",
    "models.voting.published": "Column of the sample sheet with strengths published elsewhere.",
    "models.selection.pairs": "Pairs of halves of the patients on which the choice of genes is repeated.",
    "models.preset": "Repeat the notebook study too, as it was done.",
    "validation.error_rate": "Error rate of the three-way calls in each class.",
    "validation.label_permutations": "Runs of the whole validation on shuffled labels; 0: none.",
    "validation.scheme": "How training patients are left out; auto: one by one up to 150, else in 10 folds.",
    "validation.folds": "Folds of k-fold.",
    "validation.repeats": "How often these folds are dealt.",
    "validation.also": "Other schemes beside it.",
    "validation.bootstrap_draws": "Draws of the bootstrap.",
    "validation.groups": "Column whose groups (centres, say) are left out as a whole, beside it.",
    "validation.prevalence": "Share of the positive class where the test would be used.",
    "validation.leave_pair_out": "Fit every model anew without each pair of patients: slow.",
    "explain.sampled": "Models to be explained by sampling, whose SHAP values cannot be worked out.",
    "explain.orders": "Random orders of the genes a patient, for values that are sampled.",
    "report.patient_data": (
        "Whether values, calls and names of single patients are shown; --no-patient-data leaves them out of every file."
    ),
    "report.institution": "Name of the institution, on the first page.",
    "report.logo": "Its logo, a PNG or SVG file.",
    "report.contact": "Whom to ask, on the first page.",
    "report.disclaimer": "What the institution has to say, added to the line that the report is for research.",
    "report.decimal_mark": "Mark before the decimals, wherever a number is shown; files for machines keep the point.",
    "report.thousands_mark": "Mark at the thousands.",
    "report.sections": "Anchors of the sections wanted, in that order; empty: all. README.md lists them.",
    "report.added": "Sections of your own: anchor, title and text each, or a template sections/ANCHOR.html.j2.",
    "report.attach": "What travels inside report.pdf: the gene table and a study.json without patients, or all data.",
    "columns": "Columns of the sample sheet that are results, not covariates.",
    "seed": "Seed of everything random.",
    "date": "Date of the report, YYYY-MM-DD.",
}
# what happens where nothing is said, for settings whose default does not say it
UNSAID: dict[str, str] = {
    "study.title": "the two classes",
    "study.unit": "patient",
    "study.units": "derived",
    "input.format": "found out",
    "input.orientation": "found out",
    "input.independent_blind": "nothing is claimed",
    "validation.error_rate": "0.10, or the lowest possible",
    "validation.prevalence": "that of the data",
    "date": "today",
}


def settings_groups(group: BaseModel | None = None, above: str = "") -> Iterator[tuple[str, BaseModel]]:
    """Return every group of the settings with its name in TOML (the settings themselves: an empty one)."""
    group = Settings() if group is None else group
    yield above, group
    for name in type(group).model_fields:
        value = getattr(group, name)
        if isinstance(value, BaseModel):
            yield from settings_groups(value, f"{above}.{name}" if above else name)


def keys_of(group: BaseModel, above: str) -> dict[str, Any]:
    """Return the keys of a group, written in full, with their values; groups within it are left out."""
    values = {name: getattr(group, name) for name in type(group).model_fields}
    return {
        f"{above}.{name}" if above else name: value
        for name, value in values.items()
        if not isinstance(value, BaseModel)
    }


def setting(settings: Settings, key: str) -> Any:  # noqa: ANN401  a setting may be anything
    """Return the value of a key written in full, as `tests.design`."""
    value: Any = settings
    for part in key.split("."):
        value = getattr(value, part)
    return value


def default_in_words(key: str) -> str:
    """Return what holds where the key is not set; empty where that is nothing, or no."""
    default = setting(Settings(), key)
    if key in UNSAID or isinstance(default, bool) or default in ("", (), None, {}):
        return UNSAID.get(key, "")
    return str(default)
