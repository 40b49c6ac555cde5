"""Is it better than luck? Shuffled labels, and the same models under other ways of leaving patients out."""

from __future__ import annotations

from collections.abc import Iterator

from interpret.models.rough_tuning import CHEAP
from interpret.report import other_schemes, tally, words
from interpret.report.blocks import Block, Prose, Section
from interpret.report.figures.permuted import between, permuted
from interpret.report.findings import Findings
from interpret.report.measured import said_of
from interpret.validation.permuted_labels import PermutedLabels

SMALL = 0.05  # where so many runs can give no p-value up to this, nothing is said of one
ROUGHLY = "sparse-logistic"  # the one model whose search ends earlier on shuffled labels
ROUGH = (
    " In these runs every fourth penalty was tried, paths were solved to fewer digits and, of more than "
    f"{CHEAP} genes, cut after a quarter where inner left-out patients were judged worse than at the start. The real "
    "labels were run in this way too; the runs are compared with the worse of the two results."
)


def section(findings: Findings) -> Section | None:
    """Return the section, or None where neither shuffled labels nor another scheme was asked for."""
    blocks = [*shuffled(findings), *other_schemes.blocks(findings)]
    return Section("trust", "Is it better than luck?", tuple(blocks)) if blocks else None


def shuffled(findings: Findings) -> list[Block]:
    """Return what the procedure reached with shuffled labels; nothing where no such run was made."""
    if not findings.permuted:
        return []
    runs = len(findings.permuted[0].right)
    who = f"{tally.noun(findings, 'loo')}s"
    models = " ".join(_of_model(findings, one, who) for one in findings.permuted)
    often, each = ("once", "then") if runs == 1 else (words.plural(runs, "time"), "each time")
    first = (
        f"The class labels of the training {who} were shuffled {often}, so that class and "
        f"expression had nothing to do with each other, and {each} the whole procedure was run again: choice of "
        f"genes, tuning, fit and the calls of those left out. {models}"
    )
    floor = findings.permuted[0].floor
    says = (
        "A small one says that the result is not luck, but not what the model has learnt: a difference between centres "
        "passes this test as well."
        if floor <= SMALL
        else "So few runs show what luck alone reaches; for a small p-value it takes more of them, and no number of "
        "them would tell what the model has learnt: a difference between centres passes this test as well."
    )
    second = (
        "This p-value belongs to the whole procedure. It is the share of runs that did at least as well as the real "
        f"labels, these counted among them; with {words.plural(runs, 'run')} it cannot be below "
        f"{words.p_value(floor)} ({words.one_in(floor)}), however good a model is. {says}"
    )
    rest = (*_leaking(findings, who), *_below(findings))
    return [Prose((first,)), permuted(findings), Prose((second, *rest))]


def _of_model(findings: Findings, runs: PermutedLabels, who: str) -> str:
    title = {model.name: model.title for model in findings.models}.get(runs.model, runs.model)
    as_good = sum(one >= runs.observed for one in runs.right)
    did = "no shuffled run" if as_good == 0 else words.plural(as_good, "shuffled run")
    called = who.removesuffix("s") if set(runs.right) == {1} else who
    return (
        f"{words.plain(title)} called {between(runs.right)} {called} right; with the real labels "
        f"{words.count(runs.observed)}, and {did} did as well ({words.p_brief(runs.p_value)})."
    )


def _leaking(findings: Findings, who: str) -> Iterator[str]:
    """Say what the deliberate mistake reaches, where it was made."""
    made = [runs.outside for runs in findings.permuted if runs.outside is not None]
    if not made:
        return
    best = max(max(one.right) for one in made)
    like = f"{words.count(best)} of {words.count(findings.counts.n_train)}"
    better = best > tally.majority(findings, "loo")
    more = f" A published result of {like} may be no more than that." if better else ""
    genes = words.plural(max(one.genes for one in made), "gene")
    yield (
        f"For contrast, a mistake made on purpose: with the same shuffled labels, the {genes} that differ most between "
        f"the classes were chosen from everybody before anybody was left out. Then labels without meaning "
        f"give {words.listing([between(one.right) for one in made])} of {words.count(findings.counts.n_train)} {who} "
        f"right.{more}"
    )


def _below(findings: Findings) -> Iterator[str]:
    """Say why shuffled labels land below chance where patients are left out one by one."""
    if tally.in_folds(findings):
        return
    one = tally.noun(findings, "loo")
    against = f"that {one}" if tally.one_each(findings, "loo") else "the samples left out, where they are of one class"
    yield (
        f"Shuffled labels land a little below chance in leave-one-out: leaving a {tally.left_out(findings)} out tips "
        f"the class shares the model learns from against {against}. The distance from the real result looks larger "
        "for it."
    )


def methods(findings: Findings) -> Iterator[str]:
    """Return how it was done, for the methods section."""
    scheme = "cross-validation in folds (one dealing)" if tally.in_folds(findings) else "leave-one-out"
    for runs in findings.permuted:
        rough = ROUGH if runs.model == ROUGHLY else ""
        yield (
            f"Shuffled labels: {words.plural(len(runs.right), 'run')} of the whole {scheme} of "
            f"{words.plain(runs.model)}; p = (1 + runs at least as good) / (1 + runs), at least "
            f"{words.one_in(runs.floor)}.{said_of(findings, rough, 'loo')}"
        )
    made = [runs.outside for runs in findings.permuted if runs.outside is not None]
    if made:
        yield (
            f"For contrast: preparation and the {words.plural(made[0].genes, 'gene')} with the largest F learnt from "
            f"all training {tally.noun(findings, 'loo')}s under the shuffled labels, then the same {scheme}."
        )
    yield from other_schemes.methods(findings)
