"""Marks in a text that nobody sees, or that do something to what stands around them, written so that they are seen.

Two names that differ by a zero-width space look like one; a mark of direction shows `gnp.exe` as `exe.png`; an escape
sequence tells a terminal to do something. They are data like any other mark, and stay in what machines read.
"""

from __future__ import annotations

import unicodedata

# letters and combining marks by category, yet drawn as nothing: fillers of Hangul, a joiner, a blank of braille
_DRAWN_AS_NOTHING = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})
_KEPT = frozenset("\n\t")


def is_unseen(mark: str) -> bool:
    """Return whether a mark is a control, a format or a direction mark, half of a pair, or no character at all.

    One for private use is seen: as something, or as the box of a missing letter.
    """
    return unicodedata.category(mark) in _UNSEEN or mark in _DRAWN_AS_NOTHING


def code(mark: str) -> str:
    """Return the code of a mark in brackets: `[U+202E]`."""
    return f"[U+{ord(mark):04X}]"


def visible(text: str) -> str:
    """Return the text with every unseen mark but line breaks and tabs as its code."""
    return _coded(text, _KEPT)


def on_one_line(text: str) -> str:
    """Return the text with every unseen mark as its code, line breaks and tabs too."""
    return _coded(text, frozenset())


def _coded(text: str, kept: frozenset[str]) -> str:
    odd = {mark for mark in set(text) - kept if is_unseen(mark)}
    return text.translate({ord(mark): code(mark) for mark in odd}) if odd else text
