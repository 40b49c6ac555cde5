"""Synthetic findings of a small study, worked out by simple real models, so that every number agrees with the others.

`sample_findings(...)` is what the fixtures of this room are made of; its arguments give the variants: nothing to find,
a class that sits in one centre, no independent set, other class names, a simulated study.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd
from report import (
    sample_beside,
    sample_blocks,
    sample_calls,
    sample_dossiers,
    sample_evidence,
    sample_identifiability,
    sample_measures,
    sample_quality,
    sample_questioned,
    sample_scale,
    sample_schemes,
    sample_stability,
)
from report.sample_differential import DRAWS, differential, make_design, set_aside
from report.sample_selection import selection
from scipy import stats

from interpret.contracts import BoolArray, FloatArray
from interpret.data.cohort import Labels
from interpret.data.study import SourceFile
from interpret.explain.attribution import Attribution
from interpret.report.findings import Beside, Caution, Counts, Display, Findings, ModelFindings
from interpret.scoring.measures.taken import not_taken
from interpret.settings import Settings
from interpret.stats.gene_table import GeneTable
from interpret.validation.suspects import patients_to_look_at_again

P = 300
PLANTED = 30
TRAIN = (27, 11)
INDEPENDENT = (20, 14)
PROBES, CONTROLS, CONSTANT = 7129, 59, 720  # constant: beside the controls
NAMED = (
    ("X95735_at", "ZYX", "zyxin"),
    ("M23197_at", "CD33", "CD33 molecule"),
    ("U46499_at", "MGST1", "microsomal glutathione S-transferase 1"),
    ("L09209_s_at", "APLP2", "amyloid beta (A4) precursor-like protein 2"),
    ("M27891_at", "CST3", "cystatin C (amyloid angiopathy and cerebral haemorrhage)"),
    ("U22376_cds2_s_at", "MYB", "v-myb avian myeloblastosis viral oncogene homologue"),
    ("M92287_at", "CCND3", "cyclin D3 <b>& not markup</b>"),
    ("X59417_at", "PSMA6", "proteasome (prosome, macropain) subunit, alpha type, 6"),
    (
        "M84526_at",
        "",
        "complement factor D (adipsin), a description that runs on for much longer than any column is wide",
    ),
    ("D88422_at", "CSTA", ""),
)


@dataclass(frozen=True)
class Patients:
    """Values `(n, P)`, log2,, classes and names of one set."""

    log2: FloatArray
    positive: BoolArray
    names: tuple[str, ...]


@dataclass(frozen=True)
class Additive:
    """A model that adds one term a gene: a line in log-odds, or the mean of stumps in probability."""

    genes: np.ndarray
    weight: FloatArray
    middle: FloatArray
    centre: FloatArray
    shift: float
    stumps: bool

    def terms(self, values: FloatArray) -> FloatArray:
        """Return `(n, k)` terms."""
        x = values[:, self.genes] - self.middle
        return self.weight * (np.sign(x) if self.stumps else x)

    def output(self, values: FloatArray) -> FloatArray:
        """Return `(n,)` output on the model's own scale."""
        return self.shift + self.terms(values).sum(axis=1)

    def probability(self, values: FloatArray) -> FloatArray:
        """Return `(n,)` probability of the positive class."""
        output = self.output(values)
        return np.clip(output, 0.0, 1.0) if self.stumps else 1.0 / (1.0 + np.exp(-output))


def fit(values: FloatArray, positive: BoolArray, *, stumps: bool) -> Additive:
    """Learn a shrunken centroid line (12 genes) or 40 stumps from the genes with the largest t."""
    up, down = values[positive], values[~positive]
    difference = up.mean(axis=0) - down.mean(axis=0)
    spread = np.sqrt(up.var(axis=0, ddof=1) / len(up) + down.var(axis=0, ddof=1) / len(down))
    t = difference / (spread + 0.1)
    genes = np.argsort(-np.abs(t), kind="stable")[: 40 if stumps else 12]
    middle = ((up.mean(axis=0) + down.mean(axis=0)) / 2)[genes]
    weight = 0.5 * np.sign(t[genes]) / 40 if stumps else 0.18 * difference[genes] / (spread[genes] ** 2 * 20 + 0.3)
    draft = Additive(genes, weight, middle, np.zeros(genes.size), 0.0, stumps)
    return Additive(genes, weight, middle, draft.terms(values).mean(axis=0), 0.5 if stumps else 0.0, stumps)


def attribution(models: list[Additive], patients: Patients, genes: tuple[str, ...]) -> Attribution:
    """Return the exact SHAP values of additive models: each term minus its mean over the training patients."""
    n = len(patients.names)
    values, used = np.zeros((n, P)), np.zeros((n, P), dtype=bool)
    baseline, output = np.zeros(n), np.zeros(n)
    for i, model in enumerate(models):
        row = patients.log2[i : i + 1]
        values[i, model.genes] = model.terms(row)[0] - model.centre
        used[i, model.genes] = True
        output[i] = model.output(row)[0]
        baseline[i] = model.shift + model.centre.sum()
    keep = np.flatnonzero(used.any(axis=0))
    return Attribution(
        values[:, keep],
        used[:, keep],
        patients.log2[:, keep],
        baseline,
        output,
        tuple(genes[j] for j in keep),
        patients.names,
        tuple(f"{'forest' if model.stumps else 'sparse'}{i:03d}" for i, model in enumerate(models)),
        "probability" if models[0].stumps else "log-odds",
    )


def replication(independent: Patients | None) -> dict[str, object]:
    """Return the columns of the independent set but the sign, by Student's t; missing values without patients."""
    names = ("independent_effect", "independent_ci_low", "independent_ci_high", "independent_p")
    if independent is None:
        return dict.fromkeys(names, np.nan)
    up, down = independent.log2[independent.positive], independent.log2[~independent.positive]
    test = stats.ttest_ind(up, down, axis=0)
    interval = test.confidence_interval(0.95)
    return dict(
        zip(names, (up.mean(axis=0) - down.mean(axis=0), interval.low, interval.high, test.pvalue), strict=True)
    )


def with_gaps(values: FloatArray) -> FloatArray:
    """Return the values with some missing: every seventh gene lacks one or two patients."""
    gappy = values.copy()
    for j in range(0, P, 7):
        gappy[[j % len(values), (3 * j + 1) % len(values)], j] = np.nan
    return gappy


def predictions(
    name: str, part: str, probability: FloatArray, patients: Patients, labels: Labels, ids: tuple[str, ...]
) -> pd.DataFrame:
    """Return the rows of predictions.csv of one model and set; a probability in 0.35 .. 0.65 is uncertain."""
    truth = np.where(patients.positive, labels.positive, labels.negative)
    argmax = np.where(probability > 0.5, labels.positive, labels.negative)
    return pd.DataFrame(
        {
            "model": name,
            "set": part,
            "sample": patients.names,
            "truth": truth,
            "probability": probability,
            "argmax_call": argmax,
            "call": np.where(np.abs(probability - 0.5) < 0.15, "uncertain", argmax),
            "model_id": ids,
        }
    )


def _spread(mean: FloatArray) -> FloatArray:
    """Return the standard deviation of each gene: genes differ in it, and weak ones vary more; planted ones 0.9."""
    spread = 0.9 * np.exp(0.25 * np.random.default_rng(11).normal(size=P) - 0.09 * (mean - 9.5))
    return np.where(np.arange(P) < PLANTED, 0.9, spread)


def _patients(
    random: np.random.Generator, sizes: tuple[int, int], signal: float, first: int, base: tuple[FloatArray, FloatArray]
) -> Patients:
    n = sum(sizes)
    positive = np.arange(n) >= sizes[0]
    values = base[0] + random.normal(0.0, 1.0, size=(n, P)) * _spread(base[0])
    values[positive] += signal * base[1]
    values[: n // 8] += 0.6 * (np.arange(P) % 3 == 0)  # a little structure, so that arrays differ
    odd = n - 2  # two positive patients who look half like the other class
    values[odd:] -= 0.75 * signal * base[1]
    return Patients(values, positive, tuple(str(first + i) for i in range(n)))


def _identity() -> pd.DataFrame:
    rows = list(NAMED) + [
        (f"S{j:05d}_at", f"GENE{j}" if j % 3 else "", f"gene number {j}") for j in range(P - len(NAMED))
    ]
    return pd.DataFrame(rows, columns=["gene", "symbol", "description"])


def _model(name: str, train: Patients, independent: Patients | None, genes: tuple[str, ...]) -> tuple:
    stumps = name == "random-forest"
    n = len(train.names)
    folds = []
    for i in range(n):
        keep = np.arange(n) != i
        folds.append(fit(train.log2[keep], train.positive[keep], stumps=stumps))
    frozen = fit(train.log2, train.positive, stumps=stumps)
    parts = {"loo": attribution(folds, train, genes)}
    probability = {"loo": np.array([m.probability(train.log2[i : i + 1])[0] for i, m in enumerate(folds)])}
    if independent is not None:
        parts["independent"] = attribution([frozen] * len(independent.names), independent, genes)
        probability["independent"] = frozen.probability(independent.log2)
    counts = pd.Series(0.0, index=list(genes))
    for fold in folds:
        counts.iloc[fold.genes] += 1.0 / n
    chosen = tuple(genes[j] for j in frozen.genes)
    coefficients = None if stumps else pd.DataFrame({"gene": chosen, "coefficient": frozen.weight})
    findings = ModelFindings(
        name=name,
        title="Random forest" if stumps else "Sparse logistic regression",
        method="A random forest of 1,360 trees, as a stand-in."
        if stumps
        else "Elastic-net logistic regression, as a stand-in.",
        facts={"genes": float(len(chosen)), "trees": 1360.0}
        if stumps
        else {"genes": 12.0, "alpha": 0.5, "lambda": 0.0431},
        genes=chosen,
        coefficients=coefficients,
        selection_frequency=counts[counts > 0].sort_values(ascending=False, kind="stable"),
        attribution=parts,
        recipe=sample_beside.FULL_RECIPE[name],
        frozen=sample_beside.StandIn(chosen, family="tree" if stumps else "linear"),
    )
    return findings, probability


def _beside(train: Patients, other: Patients | None, genes: tuple[str, ...]) -> list[tuple]:
    apart = None if other is None else other.log2
    return [sample_beside.judged(kind, train.log2, train.positive, apart, genes) for kind in sample_beside.KINDS]


def _frames(built: list[tuple], sets: dict[str, Patients], labels: Labels) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return predictions and measures of these models, a part at a time."""
    calls = [
        predictions(
            m.name,
            part,
            chance[part],
            patients,
            labels,
            m.attribution[part].model_ids if m.attribution else (m.name,) * len(patients.names),
        )
        for part, patients in sets.items()
        for m, chance in built
    ]
    scores = [
        sample_measures.measures(m.name, part, chance[part], sets[part].positive)
        for part in sets
        for m, chance in built
    ]
    return pd.concat(calls, ignore_index=True), pd.concat(scores, ignore_index=True)


def _display(train: Patients, independent: Patients | None, table: GeneTable, measured: FloatArray) -> Display:
    sets = [train] if independent is None else [train, independent]
    values = np.vstack([part.log2 for part in sets])
    shown = np.vstack([measured, *(part.log2 for part in sets[1:])])  # NaN where missing
    genes = table.by_evidence()["gene"].tolist()[:40]
    place = {gene: j for j, gene in enumerate(table.frame["gene"])}
    centred = values - train.log2.mean(axis=0)
    _, size, axes = np.linalg.svd(train.log2 - train.log2.mean(axis=0), full_matrices=False)
    share = size**2 / (size**2).sum()
    return Display(
        top_genes=tuple(genes),
        top_values=shown[:, [place[gene] for gene in genes]],
        component_scores=centred @ axes[:2].T,
        component_share=(float(share[0]), float(share[1])),
        array_quantiles=np.quantile(values, [0.05, 0.25, 0.5, 0.75, 0.95], axis=1).T,
        samples=tuple(name for part in sets for name in part.names),
        positive=np.concatenate([part.positive for part in sets]),
        independent=np.concatenate([np.full(len(part.names), i == 1) for i, part in enumerate(sets)]),
        individual_genes=tuple(table.by_evidence()["gene"]),
        individual_values=shown[:, [place[gene] for gene in table.by_evidence()["gene"]]],
    )


def _covariates(names: tuple[str, ...], positive: BoolArray, *, confounded: bool, adjusted: bool) -> pd.DataFrame:
    random = np.random.default_rng(7)
    n = len(names)
    centre = np.where(positive, "CALGB", "DFCI") if confounded else random.choice(["DFCI", "CALGB"], size=n)
    age = np.round(random.normal(40.0, 15.0, size=n), 0)
    if not adjusted:
        age[1] = np.nan  # a design cannot do without a value, the report can
    return pd.DataFrame({"Source": centre, "Gender": random.choice(["F", "M"], size=n), "age": age}, index=list(names))


def _sheet(train: Patients, other: Patients | None, *, confounded: bool, adjusted: bool) -> pd.DataFrame:
    sets = [train] if other is None else [train, other]
    names = tuple(name for part in sets for name in part.names)
    positive = np.concatenate([part.positive for part in sets])
    return _covariates(names, positive, confounded=confounded, adjusted=adjusted)


def _cautions(*, confounded: bool, with_independent: bool, labels: Labels) -> tuple[Caution, ...]:
    found = [Caution("welch-tail", "Welch's t is anti-conservative far out in groups this small and unequal.", "limit")]
    if confounded:
        text = (
            "In the training patients each value of Source occurs in one class only. Whether gene activity follows "
            f"{labels.negative} against {labels.positive} or this difference cannot be told from these data."
        )
        found.insert(0, Caution("aliased_columns", text, "page1"))
    if with_independent:
        found.append(
            Caution("not_blind", f"The 34 independent samples are not blind: they {sample_questioned.SEEN}.", "limit")
        )
    return tuple(found)


def sample_findings(  # noqa: PLR0913  the variants
    *,
    signal: float = 1.0,
    independent: bool = True,
    confounded: bool = False,
    simulated: bool = False,
    labels: Labels | None = None,
    status: str = "final",
    covariates: bool = True,
    sizes: tuple[int, int] = TRAIN,
    design: str = "groups",
    permutable: bool = True,
    missing: bool = False,
) -> Findings:
    """Return a complete, consistent set of findings: 38 left-out patients, 34 independent ones, two models, 300 genes.

    `signal` scales the planted differences; 0 plants nothing. `design` is `groups`, `pairs` (give equal `sizes`) or
    `covariates`; without `permutable` no permutation was possible; with `missing` some genes lack some values, which
    the tests leave out (the models, which stand in for real ones here, are spared that).
    """
    labels = labels or Labels("ALL", "AML")
    random = np.random.default_rng(3)
    direction = np.zeros(P)
    direction[:PLANTED] = np.where(np.arange(PLANTED) % 3 == 1, -1.0, 1.0) * random.uniform(1.2, 2.6, PLANTED)
    base = (random.uniform(7.0, 12.0, P), direction)
    train = _patients(random, sizes, signal, 1, base)
    other = _patients(random, INDEPENDENT, signal, 1 + sum(sizes), base) if independent else None
    identity = _identity()
    genes = tuple(identity["gene"])
    sheet = _sheet(train, other, confounded=confounded, adjusted=design == "covariates")
    measured = with_gaps(train.log2) if missing else train.log2
    made = make_design(train.positive, design, sheet.iloc[: sum(sizes)])
    found = differential(measured, made, identity, replication(other), permutable=permutable)
    table = found.table
    built = [_model(name, train, other, genes) for name in ("sparse-logistic", "random-forest")]
    models = [model for model, _ in built]
    sets = {"loo": train} if other is None else {"loo": train, "independent": other}
    calls, scores = _frames(built, sets, labels)
    others = _beside(train, other, genes)
    calls_beside, scores_beside = _frames(others, sets, labels)
    if covariates:
        sheet["PS"] = sample_beside.published(others[0][1])
    explanations = pd.concat(
        [m.attribution[part].rows(m.name, part) for m in models for part in sets], ignore_index=True
    )
    tests = {"design": made.formula if design == "covariates" else "~ group", "maxt_permutations": DRAWS}
    panel = {"beside": [model.name for model, _ in others], "preset": "notebook" if independent else ""}
    panel["voting"] = {"published": "PS" if covariates else ""}
    settings = Settings.model_validate(
        {"study": {"status": status}, "tests": tests, "models": panel, "date": dt.date(2026, 3, 1)}
    )
    display = _display(train, other, table, measured)
    evidence = sample_evidence.evidence(models, table, (train.log2, train.positive, train.names), identity, labels)
    for model in models:
        sample_stability.add_firmness(evidence.table, model.name.replace("-", "_"))
    observed = int(((built[0][1]["loo"] > 0.5) == train.positive).sum())
    kept_apart = INDEPENDENT if independent else (0, 0)
    questioned = sample_questioned.questioned(
        (measured, train.positive, train.names),
        None if other is None else (other.log2, other.positive, other.names),
        sheet if covariates else pd.DataFrame(index=[*train.names, *(() if other is None else other.names)]),
        labels,
        [model.name for model, _ in [*built, *others]],
    )
    arrays = sample_quality.quality(
        (train.log2, train.positive, train.names),
        None if other is None else (other.log2, other.positive, other.names),
        sheet if covariates else pd.DataFrame(index=list(display.samples)),
        labels,
        display,
        questioned.quality,
    )
    return Findings(
        title="Leukaemia gene-expression study",
        simulated=simulated,
        layout="The Kaggle layout: a training file, an independent file and a file of labels.",
        labels=labels,
        counts=Counts(PROBES, CONTROLS, CONSTANT + 12, P + 20, P, *sizes, *kept_apart),
        design=found.design,
        genes=table,
        diagnostics=found.diagnostics,
        set_aside=set_aside(PROBES, CONTROLS, CONSTANT, P),
        models=tuple(models),
        predictions=calls,
        measures=scores,
        beside=Beside(tuple(model for model, _ in others), calls_beside, scores_beside),
        three_way=sample_calls.three_way((calls, calls_beside), train.positive, labels),
        comparisons=sample_calls.comparisons((calls, calls_beside), labels),
        notebook=sample_beside.notebook() if independent else (),
        selection=selection(train.names, train.log2, train.positive, genes, models[0].coefficients, labels),
        explanations=explanations,
        evidence=evidence.table,
        evidence_columns=evidence.columns,
        suspects=patients_to_look_at_again(calls, {m.name: m.title for m in models}, labels.positive),
        questioned=questioned,
        arrays=arrays,
        permuted=(sample_schemes.shuffled_labels("sparse-logistic", observed, sum(sizes), random),),
        display=display,
        covariates=sheet if covariates else pd.DataFrame(index=list(display.samples)),
        identifiability=sample_identifiability.found(sheet if covariates else None, sets, calls, labels),
        cautions=_cautions(confounded=confounded, with_independent=independent, labels=labels),
        scale="log2 intensity",
        preparation=(
            "Raw intensities below 100 were set to 100 and those above 16,000 to 16,000.",
            "Genes were kept whose largest value is more than 5 times the smallest and exceeds it by more than 500.",
            "The logarithm to base 2 was taken.",
        ),
        sources=(
            SourceFile("data_set_ALL_AML_train.csv", "training expression", "a" * 64, 1_700_000),
            SourceFile("actual.csv", "labels", "0123456789abcdef" * 4, 800),
        ),
        settings=settings,
        versions={"python": "3.13.1", "interpret-expression": "0.1.0", "numpy": "2.4.0", "scikit-learn": "1.9.0"},
        date="2026-03-01",
        not_taken=not_taken(calls, scores, labels.positive, None),
        scale_said=sample_scale.SAID,
        blocks=sample_blocks.gene_blocks(models, table.by_evidence()["gene"].tolist()),
        interactions=sample_stability.interactions(models[1].name, models[1].genes),
        agreement=evidence.agreement,
        of_interest=sample_evidence.OF_INTEREST,
        dossiers=sample_dossiers.dossiers(
            (train.log2, train.positive, train.names),
            None if other is None else (other.log2, other.positive, other.names),
            genes,
            labels,
            models[0],
        ),
    )
