"""The data questioned: is anybody in the study twice, does the result hang on one patient."""

from __future__ import annotations

import pandas as pd

from interpret.report import tally, words
from interpret.report.blocks import Block, Prose, Section, Table, TableColumn
from interpret.report.doubtful import title
from interpret.report.findings import Findings
from interpret.validation import duplicates
from interpret.validation.duplicates import Twin
from interpret.validation.influence import TOP

MOST_TWINS = 8
MOST_PERSONS = 5
_SETS = {"loo": "training", "independent": "independent"}


def section(findings: Findings) -> Section:
    """Return the section: duplicates, influence, and where to read of poor arrays."""
    blocks: list[Block] = [Prose((f"{_copies(findings)} {_poor(findings)}",))]
    blocks += [*twins(findings), Prose((_influence(findings),)), influence(findings)]
    return Section("questions", "The data questioned", tuple(blocks))


def _copies(findings: Findings) -> str:
    found = findings.questioned.twins
    compared = found.pairs - found.of_one_person
    whom = tally.people(findings) if found.of_one_person else f"{tally.noun(findings)}s"
    said = (
        f"Is anybody in the study twice? {words.capital(words.plural(compared, 'pair'))} of samples of different "
        f"{whom} were compared, within and across the sets. "
    )
    if found.found:
        said += f"{words.capital(words.spelled_plural(len(found.found), 'pair looks', 'pairs look'))} like one sample "
        said += "measured or entered twice: see the table. "
    else:
        said += "No pair looks like one sample measured or entered twice. "
    following = found.next_pair
    if following is not None:
        said += (
            f"The most alike of the others, {_name(following, 0)} and {_name(following, 1)}, have a correlation of "
            f"{words.number(following.correlation)}, {words.number(following.spreads, 1)} robust standard deviations "
            f"above the usual pair; a copy would have {words.number(duplicates.LEAST, 1)} and lie "
            f"{words.number(duplicates.FAR, 0)} above."
        )
    if found.of_one_person:
        own = words.plural(found.of_one_person, "pair")
        said += (
            f" {own} of samples that one {tally.person(findings)} gave were expected to be alike and were not compared."
        )
    return said.strip()


def _poor(findings: Findings) -> str:
    doubtful = dict.fromkeys(doubt.sample for doubt in findings.questioned.quality.doubts)
    mismatched = int(findings.arrays.sex.mismatched.sum())
    found = [words.spelled_plural(len(doubtful), f"doubtful {tally.measured(findings)}")] if doubtful else []
    if mismatched:
        found.append(
            words.spelled_plural(mismatched, "sample whose sex does not fit", "samples whose sex does not fit")
        )
    if not found:
        return ""
    return f"{words.capital(words.listing(found))}: see {title(findings)}."


def _name(twin: Twin, which: int) -> str:
    name = words.plain((twin.first, twin.second)[which])
    return f"{name} ({_SETS[twin.sets[which]]})"


def twins(findings: Findings) -> list[Block]:
    """Return the pairs that look like copies; nothing where there are none."""
    found = findings.questioned.twins.found
    if not found:
        return []
    rows = tuple(
        (
            f"{_name(twin, 0)} and {_name(twin, 1)}",
            "all values the same" if twin.exact else "nearly the same",
            words.number(twin.correlation, 3),
            _harm(twin),
        )
        for twin in found[:MOST_TWINS]
    )
    columns = (
        TableColumn("Samples"),
        TableColumn("What is alike"),
        TableColumn("Correlation", "right"),
        TableColumn("What it spoils"),
    )
    left = len(found) - len(rows)
    more = f" {words.plural(left, 'more pair')} not shown." if left > 0 else ""
    note = f"Correlation: over the genes, each less its mean over all samples.{more}"
    return [Table("Samples that may be one", columns, rows, note, individual=True)]


def _harm(twin: Twin) -> str:
    if twin.across:
        return "the independent set is no longer independent"
    if twin.sets[0] == "loo":
        return "left out under one name, learnt from under the other"
    return "counted twice in the independent set"


def _influence(findings: Findings) -> str:
    found = findings.questioned.influence
    table, who = found.table, tally.left_out(findings)
    said = (
        f"Does the result hang on one {who}? Each was left out in turn, and the filter and the test of every gene were "
        f"done again. With everybody {words.plural(found.called, 'gene')} of {words.count(found.tested)} are called"
    )
    known = table.dropna(subset=["genes_called"])
    if known.empty:
        return f"{said}. Without any one {who} the genes cannot be tested: {words.plain(table['note'].iloc[0])}."
    low, high = int(known["genes_called"].min()), int(known["genes_called"].max())
    said += f"; without one, {words.count(low)} to {words.count(high)}. "
    rest = known.iloc[MOST_PERSONS:]
    if len(rest):
        kept = rest["jaccard"].dropna()
        share = (
            f" share at least {words.percent(float(kept.min()))} of the genes in either list and" if len(kept) else ""
        )
        said += (
            f"Without any of the {words.count(len(rest))} not in the table the two lists{share} have at least "
            f"{words.count(int(rest['top_shared'].min()))} of their first {TOP} genes in common. "
        )
    if len(known) < len(table):
        unknown = table[table["genes_called"].isna()]
        names = words.listing([words.plain(str(name)) for name in unknown["person"]], MOST_PERSONS)
        said += f"Without {names} the genes could not be tested: {words.plain(unknown['note'].iloc[0])}. "
    return said + f"Every {who}: influence.csv."


def influence(findings: Findings) -> Table:
    """Return the most influential persons."""
    found = findings.questioned.influence
    frame = found.table.head(MOST_PERSONS)
    short = tally.class_names(findings)
    tried = bool(frame["calls_changed"].notna().any())
    who = tally.left_out(findings)
    first = words.plain(findings.models[0].title)
    rows = tuple(
        (
            words.plain(str(row["person"])),
            short.get(str(row["truth"]), str(row["truth"])),
            *(_count(row[name]) for name in ("genes_called", "genes_lost", "genes_gained", "top_shared")),
            "—" if pd.isna(row["model_genes_jaccard"]) else words.percent(float(row["model_genes_jaccard"])),
            *((_count(row["calls_changed"]), _count(row["calls_changed_all"])) if tried else ()),
        )
        for _, row in frame.iterrows()
    )
    columns = (
        TableColumn(words.capital(who)),
        TableColumn("Class"),
        TableColumn("Genes called without", "right"),
        TableColumn("Lost", "right"),
        TableColumn("Gained", "right"),
        TableColumn(f"Of the first {TOP} kept", "right"),
        TableColumn("Model's genes shared", "right"),
        *((TableColumn("Calls changed", "right"), TableColumn("By all models", "right")) if tried else ()),
    )
    note = f"Model's genes: those of {first} with and without the {who}, shared of either."
    if tried:
        n, other = findings.counts.n_independent, tally.noun(findings, "independent")
        every = words.count(n * found.models)
        note += (
            f" Calls changed: of the {words.plural(n, f'independent {other}')}, by the model that never saw the {who} "
            f"against the frozen one; by all models, of {every} calls."
        )
    return Table(f"The {words.spelled(len(rows))} {who}s on whom most hangs", columns, rows, note, individual=True)


def _count(value: object) -> str:
    return "—" if pd.isna(value) else words.count(int(value))  # type: ignore[call-overload]
