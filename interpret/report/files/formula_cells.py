"""Text in files that a spreadsheet opens: what it would compute gets an apostrophe before it, and loses it again.

A gene called `=HYPERLINK(...)` or a label `+1+cmd|' /C calc'!A0` is a formula to the program that opens a CSV file
(OWASP, "CSV Injection"). The rule can be undone: `as_read(neutral(text)) == text` for every text.
"""

from __future__ import annotations

import re

# Where a cell can begin: at the beginning, and behind a mark that another country's spreadsheet takes as a separator.
_BEGIN = r"(^|[;\t\r\n])"
# Programs pass over blanks, quotation marks and unseen marks before the sign; full-width signs count as the plain ones.
_PASSED_OVER = r"[\s'\"\u200b-\u200f\u2060\ufeff\x00-\x1f]*"
# A number is no formula, and signs alone (a label "-", Affymetrix' "---") are none either.
_HARMLESS = r"(?![-+]+(?:$|[;\t\r\n])|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?:$|[;\t\r\n]))"
_FORMULA = rf"(?={_HARMLESS}{_PASSED_OVER}[=+\-@\uff1d\uff0b\uff0d\uff20])"
_TO_MARK = re.compile(_BEGIN + _FORMULA)
_MARKED = re.compile(_BEGIN + "'" + _FORMULA)


def neutral(text: str) -> str:
    """Return the text with an apostrophe wherever a spreadsheet would begin to compute."""
    return _TO_MARK.sub(r"\1'", text)


def as_read(cell: str) -> str:
    """Return the text that `neutral` was given."""
    return _MARKED.sub(r"\1", cell)
