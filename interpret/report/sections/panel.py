"""Every model side by side: those beside the ones run in full, judged in the same way."""

from __future__ import annotations

from scipy import stats

from interpret.report import tally, words
from interpret.report.against_first import against_first
from interpret.report.blocks import Block, Prose, Section, Table, TableColumn, only_on_screen
from interpret.report.every_model import PREVALENCE, every_model
from interpret.report.figures.panel import panel
from interpret.report.figures.tree import tree
from interpret.report.findings import Findings, ModelFindings, Part
from interpret.report.notebook import notebook
from interpret.report.sections import explained_beside
from interpret.report.sections.models import parts
from interpret.report.voting import voting
from interpret.validation.comparison import NOT_CALIBRATED

RIGHT_NINE_TIMES = 0.9  # the share right of the imagined model that shows what luck does


def section(findings: Findings) -> Section | None:
    """Return the section, or None where nothing ran beside and no notebook was repeated."""
    blocks: list[Block] = []
    if findings.beside.models:
        blocks += [_what(findings), panel(findings), *only_on_screen([table(findings)]), *against_first(findings)]
        blocks += only_on_screen([*voting(findings), *tree(findings)])
    blocks += notebook(findings)
    return Section("panel", "Every model side by side", tuple(blocks)) if blocks else None


def _what(findings: Findings) -> Prose:
    one, other = tally.noun(findings, "loo"), tally.noun(findings, "independent")
    counts, beside = findings.counts, len(findings.beside.models)
    above = "model" if len(findings.models) == 1 else "models"
    more = f"{words.spelled_plural(beside, 'other was', 'others were')}"
    them = "it; only then was it called" if tally.in_folds(findings) else "them; only then were they called"
    first = (
        f"Beside the {above} of the section before, {more} judged in exactly the same way: "
        f"{tally.left_out_how(findings, 'every')}; choice of genes, scaling, tuning and fit were learnt anew without "
        f"{them}."
    )
    if counts.n_independent:
        first += f" Then each model was fitted to all training {one}s and applied once to the independent {other}s."
    first += explained_beside.shown(findings)
    own = findings.models[0]
    third = (
        f"Page 1 reports {words.plain(own.title)} because it stands first in the settings, which were fixed before any "
        "model was judged. To choose the best row of this table now and to quote its figures would be too optimistic: "
        "among many models of equal skill one is always the luckiest."
    )
    return Prose((first, chance(findings), third))


def chance(findings: Findings) -> str:
    """Return what luck alone does with so few patients."""
    n, one = findings.counts.n_train, tally.noun(findings, "loo")
    low, high = stats.binom.interval(0.95, n, RIGHT_NINE_TIMES)
    return (
        f"The figures of this section are no ranking. Of {words.count(n)} {one}s, a model that is right nine times in "
        f"ten would by luck alone call anything from {words.count(int(low))} to {words.count(int(high))} right (in 95% "
        "of such studies)."
    )


def table(findings: Findings) -> Table:
    """Return a row a model: right of n and Brier score in each set, genes used."""
    every = every_model(findings)
    shown = parts(every)
    titles = {"loo": "Left out: right of n", "independent": "Independent: right of n"}
    columns = [TableColumn("Model")]
    for part in shown:
        columns += [TableColumn(f"{titles[part]} (95% interval)", "right"), TableColumn("Brier score", "right")]
    columns.append(TableColumn("Genes used", "right"))
    rows = tuple(
        (
            words.plain(model.title),
            *(
                text
                for part in shown
                for text in (tally.right_of_n(every, model.name, part), _brier(every, model, part))
            ),
            words.count(len(model.genes)),
        )
        for model in every.models
    )
    shares = [words.plain(model.title) for model in every.models if model.name in NOT_CALIBRATED]
    note = (
        "Brier score: mean squared distance of the predicted chance from what was true; lower is better. Genes used: "
        f"by the final model, fitted to all training {tally.noun(findings, 'loo')}s."
    )
    if shares:
        one = len(shares) == 1
        chances = "the chance is a share of votes" if one else "the chances are shares of votes"
        compare = "its Brier score does not compare" if one else "their Brier scores do not compare"
        note += f" {words.listing(shares)}: {chances} and not calibrated, so {compare} with those of the others."
    return Table("Every model", tuple(columns), rows, note + _tipped(every))


def _tipped(every: Findings) -> str:
    """Say why the share of the classes alone can do worse, left out, than the larger class; nothing where it does not.

    In two classes of one size it is wrong on everybody.
    """
    found = tally.measure(every, PREVALENCE, "loo", "right")
    if found is None or round(found.value * found.n) >= tally.majority(every, "loo") or tally.in_folds(every):
        return ""
    who = tally.left_out(every)
    return (
        f" Prevalence only: leaving a {who} out tips the share of the classes against the {who}'s own, so it does "
        "worse than the larger class alone."
    )


def _brier(every: Findings, model: ModelFindings, part: Part) -> str:
    found = tally.measure(every, model.name, part, "brier")
    return "—" if found is None else words.number(found.value, 3)
