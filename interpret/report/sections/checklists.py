"""The TRIPOD+AI and REMARK checklists: where each item stands in this report, or that the authors must add it."""

from __future__ import annotations

from collections.abc import Sequence

from interpret.report import words
from interpret.report.blocks import Prose, Section, Table, TableColumn
from interpret.report.checklist_items import Item, remark_items, tripod_items
from interpret.report.findings import Findings
from interpret.report.inline import part

TO_ADD = "Not reported: the authors must add it"
MISSING = "not in this report"


def section(findings: Findings) -> Section:
    """Return the section with both checklists."""
    tripod, remark = tripod_items(findings), remark_items(findings)
    blanks = sum(not item.places for item in (*tripod, *remark))
    intro = (
        "What readers of a study ask for, and on which page of the PDF it stands. "
        f"{words.capital(words.spelled_plural(blanks, 'item'))} cannot be answered from the files that were read: the "
        "authors know, and must add it. A page number says where something is told, not that it is enough."
    )
    blocks = (
        Prose((intro,)),
        checklist("TRIPOD+AI: prediction models (Collins et al. 2024, doi:10.1136/bmj-2023-078378)", tripod, "tripod"),
        checklist(
            "REMARK: studies of markers (McShane et al. 2005, doi:10.1093/jnci/dji237; Altman et al. 2012, "
            "doi:10.1371/journal.pmed.1001216)",
            remark,
            "remark",
            "REMARK was written for markers of prognosis; here the outcome is the class that each sample was given.",
        ),
    )
    return Section("checklists", "Checklists for reporting", blocks)


def checklist(caption: str, items: Sequence[Item], key: str, note: str = "") -> Table:
    """Return a row an item."""
    columns = (TableColumn("No.", width="4.5%"), TableColumn("Item", width="41%"), TableColumn("Where", width="54.5%"))
    rows = tuple((item.number, item.asks, _where(item)) for item in items)
    return Table(caption, columns, rows, note, key=key)


def _where(item: Item) -> str:
    if not item.places:
        return f"{TO_ADD}{f' ({item.remark})' if item.remark else ''}."
    places = words.listing([part(place, MISSING) for place in item.places])
    return f"{places}{f'. {item.remark}' if item.remark else ''}"
