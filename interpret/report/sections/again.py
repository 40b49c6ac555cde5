"""Every patient whom a model contradicts or cannot place, with the reason."""

from __future__ import annotations

from interpret.report import inline, tally, words
from interpret.report.blocks import Block, Bullets, Prose, Section, Table, TableColumn
from interpret.report.findings import Findings, Part
from interpret.report.tally import Judgement
from interpret.validation.calls import UNCERTAIN

MOST_ROWS = 12
PARTS: dict[Part, str] = {"loo": "training", "independent": "independent"}


def section(findings: Findings) -> Section:
    """Return the section on patients to look at again."""
    title = f"{words.capital(tally.noun(findings))}s to look at again"
    if findings.suspects.empty:
        nobody = (
            "On nobody as many as one model in ten contradicts the sample sheet, and the first model is "
            "uncertain about nobody."
        )
        return Section("patients", title, (Prose((nobody,)),))
    blocks: tuple[Block, ...] = (_why(findings), patients(findings), _what_to_do(findings))
    return Section("patients", title, blocks)


def _why(findings: Findings) -> Prose:
    n = findings.counts.n_train + findings.counts.n_independent
    listed, models = len(findings.suspects), int(findings.suspects["models"].max())
    asked = f"{words.plural(models, 'model')} that {'looks' if models == 1 else 'look'} at genes"
    text = (
        f"{words.capital(words.spelled_plural(listed, tally.noun(findings)))} of {words.count(n)} "
        f"{'is' if listed == 1 else 'are'} in doubt: those that at least one in ten of the {asked} puts in the other "
        "class, and those about which the first model is uncertain. First come those whom most models contradict; "
        "among these, those to whose class in the sample sheet the models together give the least chance."
    )
    if listed > MOST_ROWS:
        text += f" The first {words.count(MOST_ROWS)} are shown; all stand in patients.csv (column flags)."
    return Prose((text,))


def patients(findings: Findings) -> Table:
    """Return one row for each patient to look at again, with every model's chance."""
    judged: dict[Part, dict[str, dict[str, Judgement]]] = {part: tally.judgements(findings, part) for part in PARTS}
    frame, first = findings.suspects.head(MOST_ROWS), findings.models[0].name
    short = tally.class_names(findings)
    rows = []
    named = (frame["set"], frame["sample"].astype(str), frame["reason"], frame["given"])
    for part, sample, reason, given in zip(*named, strict=True):
        one = judged[part][sample]
        rows.append(
            (
                inline.row_of(words.plain(sample), sample),
                PARTS[part],
                short[one[first].truth],
                short.get(one[first].call, one[first].call),
                *(words.percent(one[model.name].probability) for model in findings.models),
                words.percent(given),
                words.plain(reason),
            )
        )
    columns = (
        TableColumn(words.capital(tally.noun(findings))),
        TableColumn("Set"),
        TableColumn("Sample sheet"),
        TableColumn("Three-way call"),
        *(
            TableColumn(f"Chance of {short[findings.labels.positive]}, {model.title}", "right")
            for model in findings.models
        ),
        TableColumn("Chance of the sheet's class, all models", "right"),
        TableColumn("Reason", width="24%"),
    )
    note = f"Three-way call: by {findings.models[0].title}. {words.capital(UNCERTAIN)}: do not act on it."
    note += f" On training {tally.noun(findings, 'loo')}s a three-way call only describes."
    caption = f"{words.capital(tally.noun(findings))}s to look at again"
    return Table(caption, columns, tuple(rows), note, individual=True)


def _what_to_do(findings: Findings) -> Bullets:
    what = "library" if findings.arrays.sequenced else "array"
    return Bullets(
        "What a second look can mean",
        (
            f"A sample may have been swapped, mislabelled or of poor quality: check sheet and {what} first.",
            f"A {tally.noun(findings)} may truly lie between the classes. Then an unsure model is right to be unsure.",
            "The model may simply be wrong. A contradiction is a reason to look, not a reason to change a label.",
        ),
    )
