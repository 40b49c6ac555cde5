"""The fonts of a page, kept so that PDF/A and PDF/UA hold for every script.

Two things that WeasyPrint 70 does with letters our own fonts lack break both standards:

- it knows a font by its description, and two files can be meant by one: of DejaVu Sans, oblique, the Latin letters lie
  in one file and the Arabic ones in another. The letters of the second were then drawn with glyphs of the first;
- a mark that stands on another letter is a glyph without a text of its own, since the letter's text holds both: an
  empty text is not allowed.
"""

from __future__ import annotations

import hashlib
from types import ModuleType
from typing import Any

_NO_TEXT = "\u2060"
"""A word joiner: not seen, no place to break, no letter that a search would stumble on."""


class _Texts(dict[int, str]):
    """What each glyph of a font stands for; never nothing."""

    def __setitem__(self, glyph: int, text: str) -> None:
        super().__setitem__(glyph, text or _NO_TEXT)


def register(weasyprint: ModuleType) -> None:
    """Have WeasyPrint's pages take their fonts by `_add_font`."""
    weasyprint.pdf.stream.Stream.add_font = _add_font


def _add_font(stream: Any, pango_font: Any) -> tuple[Any, float]:  # noqa: ANN401  untyped package
    """Return the document's font and its size: one a file, and not one a description."""
    from weasyprint.pdf.fonts import Font  # noqa: PLC0415  needs system libraries
    from weasyprint.text.ffi import ffi  # noqa: PLC0415
    from weasyprint.text.fonts import get_pango_font_hb_face, get_pango_font_key  # noqa: PLC0415

    described, description, size = get_pango_font_key(pango_font)
    key = (described, int(ffi.cast("uintptr_t", get_pango_font_hb_face(pango_font))))
    fonts = stream._fonts  # noqa: SLF001  the document's, which every stream of it shares
    if key not in fonts:
        font = Font(pango_font, description, size)
        font.to_unicode = _Texts()
        _name_apart(font, sum(before == described for before, _ in fonts))
        fonts[key] = font
    return fonts[key], size


def _name_apart(font: Any, others: int) -> None:  # noqa: ANN401  untyped package
    """Give the font a name of its own where others have the same description."""
    if others:
        digest = hashlib.sha256(f"{font.hash} {others}".encode()).digest()
        name = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
        font.name = font.name.replace(font.hash.encode(), name.encode(), 1)
        font.hash = name
