"""What a PDF that is to be kept for decades must hold."""

from __future__ import annotations

import re
from pathlib import Path

import page
import pypdf

LENGTH_RULE = "STREAM-LENGTH"
"""Misfires on a stream whose last byte is 0x0D: an attached file's may be, since its bytes are not ours to change."""

_SUBSET = re.compile(r"/[A-Z]{6}\+.+")


def faults(path: Path) -> list[str]:
    """Return where a file breaks PDF/A-3a or PDF/UA-1, and the fonts that are not embedded as a subset."""
    found = []
    for profile in ("3a", "ua1"):
        failures = page.validate_pdf_bytes(path.read_bytes(), profile=profile).failures
        found += [f"{one.rule_id}: {one.message}" for one in failures if LENGTH_RULE not in one.rule_id]
    return found + [f"font {name}" for name, whole in fonts(path).items() if not whole]


def fonts(path: Path) -> dict[str, bool]:
    """Return every font by name, with whether it is embedded as a subset."""
    found = {}
    for sheet in pypdf.PdfReader(path).pages:
        for font in sheet["/Resources"].get("/Font", {}).values():
            (described,) = (each.get_object()["/FontDescriptor"] for each in font.get_object()["/DescendantFonts"])
            inside = any(f"/FontFile{kind}" in described for kind in ("", "2", "3"))
            found[str(font.get_object()["/BaseFont"])] = inside and bool(_SUBSET.fullmatch(described["/FontName"]))
    return found
