"""Page 1: the answer for the clinician, with what it means and what it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from interpret.report import inline, tally, within_reach, words
from interpret.report.blindness import is_known_not_blind
from interpret.report.blocks import Block, Bullets, Callout, Columns, Fact, Facts, Prose, Section, Table, TableColumn
from interpret.report.figures.certainty import certainty
from interpret.report.figures.marks import patient_marks
from interpret.report.findings import Findings, Part
from interpret.report.front_room import has_room, rows_that_fit
from interpret.report.gene_names import gene_names
from interpret.report.headline import Verdict, answer, has_long_names, pair, verdict
from interpret.report.patient_pages import pages_said
from interpret.report.side_by_side import side_by_side
from interpret.report.tally import Judgement
from interpret.scoring.intervals import clopper_pearson

MOST_PATIENTS = 10
FEWEST_PATIENTS = 2  # of a longer list; for one the head of a table is too much
MOST_CAUTIONS = 2
LONGEST_CAUTION = 200  # letters of all of them; of longer ones the first sentence stands on page 1
MOST_GENES = 3
PART_WORDS: dict[Part, str] = {"loo": "left out", "independent": "kept apart"}


def section(findings: Findings) -> Section:
    """Return page 1."""
    blocks: list[Block] = [facts(findings)]
    blocks += cautions(findings)
    blocks.append(side_by_side(patient_marks(findings), certainty(findings)))
    blocks.append(Columns(means(findings), does_not_mean(findings)))
    blocks += patients(findings, blocks)
    pointer = where_next(findings)
    if isinstance(blocks[-1], Table) or has_room(answer(findings), findings.settings.report, blocks, pointer):
        blocks.append(pointer)
    return Section("summary", "Summary", tuple(blocks))


def facts(findings: Findings) -> Facts:
    """Return the few numbers that carry the answer."""
    model = findings.models[0].name
    calls = tally.count_calls(findings, model, "loo")
    right = tally.measure(findings, model, "loo", "right")
    plausible = f"; the true rate is plausibly {words.percent_interval(right.low, right.high)}" if right else ""
    shown = [
        Fact(
            f"{words.percent(calls.right / calls.n)} right",
            f"{words.count(calls.right)} of {words.plural(calls.n, tally.noun(findings, 'loo'))}"
            f"{tally.from_persons(findings, 'loo')}{plausible}",
        ),
        Fact(f"{words.count(calls.wrong)} wrong", _wrong_ways(findings, calls)),
        Fact(
            words.plural(tally.called_genes(findings), "gene"),
            f"of {words.count(findings.counts.tested)} {'differs' if tally.called_genes(findings) == 1 else 'differ'} "
            f"at a {words.percent(findings.settings.tests.fdr)} false discovery rate",
        ),
    ]
    apart = tally.count_calls(findings, model, "independent")
    estimate = tally.measure(findings, model, "independent", "right")
    if apart.n and estimate:
        interval = words.percent_interval(estimate.low, estimate.high)
        not_blind = ", not blind" if is_known_not_blind(findings) else ""
        one_class = ", all of one group" if tally.only_class(findings, "independent") else ""
        shown.append(
            Fact(
                f"{words.count(apart.right)} of {words.count(apart.n)}",
                f"right of those kept apart{one_class}{not_blind}; plausibly {interval}",
            )
        )
    return Facts(tuple(shown))


def _wrong_ways(findings: Findings, calls: tally.Calls) -> str:
    labels, counts = findings.labels, findings.counts
    if has_long_names(findings):
        return (
            f"{words.count(calls.false_alarms)} of {words.count(counts.train_negative)} in the first group, "
            f"{words.count(calls.missed)} of {words.count(counts.train_positive)} in the second"
        )
    ways = ((calls.false_alarms, labels.negative, labels.positive), (calls.missed, labels.positive, labels.negative))
    return "; ".join(f"{truth} called {called}: {words.count(n) if n else 'none'}" for n, truth, called in ways)


def cautions(findings: Findings) -> list[Callout]:
    """Return the cautions of page 1 as one short callout; none where there is nothing to warn of."""
    texts = tally.page1_cautions(findings)
    if not texts:
        return []
    room = LONGEST_CAUTION // min(len(texts), MOST_CAUTIONS)
    shown = [words.first_sentence(text, room) for text in texts[:MOST_CAUTIONS]]
    left = len(texts) - len(shown)
    if left or any(len(text) > room for text in texts):
        shown.append(f"{words.capital(words.spelled(left))} more" if left else "More")
        shown[-1] += " under Limits."
    return [Callout("Before you rely on this", " ".join(shown))]


def means(findings: Findings) -> Bullets:
    """Return what follows from the result, and no more."""
    judged = verdict(findings, findings.models[0].name, "loo")
    items = [_genes_differ(findings), _sure_calls(findings)]
    if judged is Verdict.NONE:
        items.insert(0, _same_group(findings))
    elif not tally.page1_cautions(findings):
        items.append(_genes_that_drive(findings))
    return Bullets("What this means", tuple(item for item in items if item), boxed=True)


def _same_group(findings: Findings) -> str:
    """Return what always naming the larger group does, where the model may do no better."""
    right = tally.measure(findings, findings.models[0].name, "loo", "right")
    calls = tally.count_calls(findings, findings.models[0].name, "loo")
    larger = tally.majority(findings, "loo")
    if calls.right > larger:
        always = f"Naming the same group for everybody would be right for {words.of(larger, calls.n)}"
        return f"{always}; with so few {tally.noun(findings, 'loo')}s that is no clear difference."
    worse = right is not None and right.high < larger / calls.n
    return f"Naming the same group for everybody does {'better' if worse else 'about as well'}."


def _genes_differ(findings: Findings) -> str:
    found = tally.called_genes(findings)
    if found == 0:
        nothing = f"No single gene could be shown to differ between {pair(findings, 'and')}."
        return f"{nothing} {within_reach.usual_gene_briefly(findings)}".rstrip()
    same = findings.genes.called(findings.settings.tests.fdr)["independent_same_sign"].dropna()
    if same.empty:
        genes = "one gene" if found == 1 else f"{words.spelled(found)} genes"
        return f"{words.capital(pair(findings, 'and'))} differ on average in the activity of {genes}."
    agreeing, m = int(same.sum()), len(same)
    kept = f"{tally.noun(findings, 'independent')}s kept apart"
    if m == 1:
        return f"In the {kept} the one gene points {'the same' if agreeing else 'the other'} way."
    how_many = "All" if agreeing == m else words.capital(words.spelled(agreeing))
    return f"{how_many} of these {words.count(m)} genes point the same way in the {kept}."


def _sure_calls(findings: Findings) -> str:
    calls = tally.count_calls(findings, findings.models[0].name, "loo")
    level = words.percent(tally.SURE)
    if calls.sure == 0:
        return f"The model never gave a call a chance of {level} or more."
    if calls.sure == 1:
        return f"The only call of {level} or more was {'right' if calls.sure_right else 'wrong'}."
    interval = words.percent_interval(*clopper_pearson(calls.sure_right, calls.sure))
    right = f"{words.count(calls.sure_right)} of {words.count(calls.sure)}"
    return f"{right} left-out calls of {level} or more were right (plausibly {interval})."


def _genes_that_drive(findings: Findings) -> str:
    ranked = findings.evidence.sort_values("consensus_rank", kind="stable")["gene"].head(MOST_GENES)
    names = gene_names(findings)
    shown = words.listing([names.marked(str(gene)) for gene in ranked])
    return f"The genes with the most evidence are {shown}." if shown else ""


def does_not_mean(findings: Findings) -> Bullets:
    """Return what a hurried reader could take from the page and must not."""
    n, one = findings.counts.n_train + findings.counts.n_independent, tally.noun(findings)
    items = [
        f"It replaces no examination of a {tally.one(findings)}.",
        f"A chance is what the model says from gene activity; it is not a {tally.one(findings)}'s own risk.",
    ]
    if verdict(findings, findings.models[0].name, "loo") is Verdict.NONE:
        items.append(
            "It does not show that the groups are alike: in "
            f"{words.plural(findings.counts.n_train, tally.noun(findings, 'loo'))} "
            "a real difference can be missed."
        )
    else:
        items.append(f"{words.plural(n, one)} of one study cannot show how it performs elsewhere.")
    return Bullets("What it does not mean", tuple(items), boxed=True)


def outcome(judged: Judgement) -> str:
    """Return how a call turned out, in a few words."""
    if not judged.right:
        return "Wrong and unsure" if judged.uncertain else "Wrong call"
    return "Right but unsure" if judged.uncertain else "Right; another model disagrees"


def patients(findings: Findings, above: Sequence[Block]) -> list[Block]:
    """Return the first patients to look at again: as many as page 1 has room for below the blocks `above`."""
    listed, one = len(findings.suspects), tally.noun(findings)
    if listed == 0:
        return []
    table = _listed(findings)
    fit = rows_that_fit(answer(findings), findings.settings.report, above, table, where_next(findings))
    if fit < min(listed, FEWEST_PATIENTS):
        counted = words.capital(words.plural(listed, one))
        return [Prose((f"{counted} to look at again: see the part of that name.",))]
    if fit < listed:
        caption = f"{table.caption}: the first {words.spelled(fit)} of {words.count(listed)}"
        table = replace(table, rows=table.rows[:fit], caption=caption)
    return [table]


def _listed(findings: Findings) -> Table:
    suspects, name, one = findings.suspects.head(MOST_PATIENTS), findings.models[0].name, tally.noun(findings)
    judged: dict[Part, dict[str, dict[str, Judgement]]] = {
        part: tally.judgements(findings, part) for part in PART_WORDS
    }
    short = tally.class_names(findings)
    rows: list[tuple[str, ...]] = []
    for part, sample in zip(suspects["set"], suspects["sample"].astype(str), strict=True):
        call = judged[part][sample][name]
        said = (short[call.truth], short[call.argmax_call], words.percent(call.probability), outcome(call))
        rows.append((inline.patient(words.plain(sample), sample), *said, PART_WORDS[part]))
    columns = (
        TableColumn(words.capital(one)),
        TableColumn("Sample sheet"),
        TableColumn("Model's call"),
        TableColumn(f"Chance of {short[findings.labels.positive]}", "right"),
        TableColumn("Outcome"),
        TableColumn(f"{words.capital(one)} was"),
    )
    return Table(f"{words.capital(one)}s to look at again", columns, tuple(rows), individual=True)


def where_next(findings: Findings) -> Prose:
    """Return where the rest is to be found."""
    return Prose((f"Next: the evidence. {pages_said(findings)} Every gene: genes.csv and report.html.",))
