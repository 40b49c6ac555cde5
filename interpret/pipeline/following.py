"""What follows from the scale of the values and from what is missing: the primary test, and who gets which genes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from interpret.contracts import IntArray
from interpret.data.cohort import Cohort
from interpret.data.complete import with_complete_genes
from interpret.data.study import Study
from interpret.data.wording import count, some
from interpret.nouns import PATIENT, told
from interpret.settings import Settings
from interpret.stats.primary_of_scale import fitted_to_scale

_NAMED = 5
FEW_COMPLETE = 0.5


def following(study: Study, settings: Settings) -> Settings:
    """Return the settings with the primary test that fits the scale, where none was named."""
    return settings.model_copy(update={"tests": fitted_to_scale(settings.tests, study.training)})


def of_tests(settings: Settings) -> Settings:
    """Return the settings by which genes are tested: on the values that are there, so gaps stay gaps."""
    gaps = settings.preparation.model_copy(update={"missing": "complete-genes"})
    return settings.model_copy(update={"preparation": gaps})


def of_models(study: Study, settings: Settings) -> Study:
    """Return the study as the models are given it: with the genes that everybody has, or gaps that each will fill."""
    return study if settings.preparation.missing == "median" else with_complete_genes(study)


def missing_said(study: Study, settings: Settings) -> tuple[str, ...]:
    """Return what was done about missing values, with genes and samples counted and named; nothing where none is."""
    sets = [study.training] if study.independent is None else [study.training, study.independent]
    incomplete = np.any([cohort.expression.incomplete for cohort in sets], axis=0)  # (p,)
    if not incomplete.any():
        return ()
    complete, p = int((~incomplete).sum()), incomplete.size
    chosen = settings.preparation
    if chosen.missing == "complete-genes":
        said = f"Missing values: the models use the {complete:,} of {count(p, 'gene')} that every sample has."
        if complete < FEW_COMPLETE * p:
            said += (
                " That is fewer than half. The other policy, [preparation] missing = median, fills gaps with the "
                f"gene's median over the training {PATIENT}s."
            )
        return (told(f"{said} {_most_gaps(sets)}"),)
    lacking = np.isnan(study.training.expression.values).mean(axis=0)
    dropped = [study.training.genes[j] for j in np.flatnonzero(lacking > chosen.most_missing)]
    said = (
        f"Missing values: {count(int(incomplete.sum()), 'gene')} of {p:,} have gaps. For the models these were filled "
        f"with the gene's median over the training {PATIENT}s, learnt anew in every fold; the tests use the values "
        f"that are there. Left out of the models: {count(len(dropped), 'gene')} that more than "
        f"{100 * chosen.most_missing:g} % of the training {PATIENT}s lack"
        + (f", as {some(dropped, _NAMED)}. " if dropped else ". ")
        + _most_gaps(sets)
    )
    share = {
        sample: float(row)
        for cohort in sets
        for sample, row in zip(cohort.samples, np.isnan(cohort.expression.values).mean(axis=1), strict=True)
    }
    poor = [sample for sample in share if share[sample] > chosen.most_missing_of_sample]
    if not poor:
        return (told(said),)
    named = (
        f"{count(len(poor), 'sample')} without more than {100 * chosen.most_missing_of_sample:g} % of all values: "
        f"{some(poor, _NAMED)}. What the models say of such a sample rests on filled gaps; leave it out, or look at it "
        "again."
    )
    return (told(said), named)


def _most_gaps(sets: list[Cohort]) -> str:
    """Return the samples and the genes with the most gaps, the first few by name."""
    gaps = [np.isnan(cohort.expression.values) for cohort in sets]
    of_samples = np.concatenate([each.sum(axis=1) for each in gaps])
    of_genes = np.sum([each.sum(axis=0) for each in gaps], axis=0)
    samples = [sample for cohort in sets for sample in cohort.samples]
    return f"Most gaps: samples {_named(samples, of_samples)}; genes {_named(sets[0].genes, of_genes)}."


def _named(names: Sequence[str], gaps: IntArray) -> str:
    counted = sorted((-int(lacking), name) for name, lacking in zip(names, gaps, strict=True) if lacking)
    return some((f"{name} ({-lacking:,})" for lacking, name in counted), _NAMED)
