"""Ensembl's names with and without their version."""

from __future__ import annotations

import re

_VERSIONED = re.compile(r"(ENS[A-Z]{0,6}[GTPER]\d{11})\.\d+(_PAR_Y)?")


def without_version(name: str) -> str:
    """Return `ENSG00000141510` of `ENSG00000141510.12`; every other name as it is.

    The copy of a gene on the Y chromosome, `ENSG....12_PAR_Y`, stays a gene of its own.
    """
    found = _VERSIONED.fullmatch(name)
    return name if found is None else found[1] + (found[2] or "")
