"""Gene names that a spreadsheet turned into dates: which they probably were.

The trap is described by Zeeberg et al. 2004 (doi:10.1186/1471-2105-5-80) and by Ziemann, Eren and El-Osta 2016
(doi:10.1186/s13059-016-1044-7). The families concerned were renamed since (Bruford et al. 2020,
doi:10.1038/s41588-020-0669-3): MARCH to MARCHF, SEPT to SEPTIN, DEC1 to DELEC1, MARC to MTARC.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from interpret.data.wording import count

SHOWN = 5

_MONTHS = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "mrz": 3,
    "mär": 3,
    "apr": 4,
    "may": 5,
    "mai": 5,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "oct": 10,
    "okt": 10,
    "nov": 11,
    "dec": 12,
    "dez": 12,
}
_WORD = "|".join(_MONTHS)
_DAY_FIRST = re.compile(rf"0?(\d{{1,2}})[-/. ]{{1,2}}({_WORD})[a-z]{{0,6}}\.?([-/ ]\d{{2,4}})?", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"({_WORD})[a-z]{{0,6}}[-/ ](\d{{2}})", re.IGNORECASE)
_ISO = re.compile(r"(?:19|20)\d{2}-(\d{2})-(\d{2})( 00:00:00)?")

# month, old family, new one, numbers there are (or were)
_FAMILIES = (
    (3, "MARCH", "MARCHF", range(1, 12)),
    (3, "MARC", "MTARC", range(1, 3)),
    (9, "SEPT", "SEPTIN", range(1, 15)),
    (12, "DEC", "DELEC", range(1, 2)),
)
_SINGLE = {(9, 15): "SEP15 (now SELENOF)"}


def probable_gene(name: str) -> str:
    """Return the gene that a name which looks like a date probably was: `DEC1 (now DELEC1)`; empty for others.

    Where the month belongs to no known family the text is `another gene`.
    """
    found = _month_and_number(name.strip())
    if found is None:
        return ""
    month, number = found
    genes = [
        f"{old}{number} (now {new}{number})" for m, old, new, numbers in _FAMILIES if m == month and number in numbers
    ]
    return " or ".join(genes) or _SINGLE.get(found, "another gene")


def date_note(genes: Sequence[str], file: str) -> tuple[str, ...]:
    """Return a sentence that names the first few genes that were turned into dates; nothing where there is none."""
    turned = [(gene, probable_gene(gene)) for gene in genes if probable_gene(gene)]
    if not turned:
        return ()
    named = ", ".join(f"{gene} was probably {probable}" for gene, probable in turned[:SHOWN])
    more = f" and {len(turned) - SHOWN} more" if len(turned) > SHOWN else ""
    note = (
        f"A spreadsheet turned {count(len(turned), 'gene name')} of {file} into dates: {named}{more}. They were read "
        "as they stand; export the file again from its source, not from a spreadsheet."
    )
    return (note,)


def _month_and_number(name: str) -> tuple[int, int] | None:
    if match := _DAY_FIRST.fullmatch(name):
        return _MONTHS[match[2].casefold()], int(match[1])
    if match := _MONTH_FIRST.fullmatch(name):
        return _MONTHS[match[1].casefold()], int(match[2])
    if (match := _ISO.fullmatch(name)) and 1 <= int(match[1]) <= 12:  # noqa: PLR2004  months
        return int(match[1]), int(match[2])
    return None
