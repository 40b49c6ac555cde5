"""The only place where numbers become words.

Every function takes plain numbers and returns text that any medium can print: Latin and Greek letters and the signs
`× − ± ≤ ≥ → – — ·` with superscript digits. A number that does not exist is "not available", never an empty cell.
"""
# ruff: noqa: RUF002  the true signs are what this file is about

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Sequence

from interpret import nouns
from interpret.nouns import USUAL, Noun
from interpret.visible import on_one_line

NOT_AVAILABLE = "not available"
MINUS = "\N{MINUS SIGN}"
TIMES = "\N{MULTIPLICATION SIGN}"
_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_SPELLED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SMALLEST_P = 1e-300  # below it a p-value has underflowed and its digits mean nothing
_SCIENTIFIC_P = 1e-3
_ELLIPSIS = "..."
_KILO = 1000.0
_PER_CENT = 100.0
_PLAIN_EXPONENTS = (-4, 6)  # beyond these a row of zeros is read wrongly
_LARGEST_P = 0.99  # above it two figures would round to 1
_EXACT = 1e-6  # a floor is this close to the fraction that it is
_CHECKSUM_DIGITS = 12  # enough to compare by eye
_WRITTEN = re.compile(r"(?<![\w.,/])(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]+)(?![\w/]|[.,][0-9])")
_SPACED_PER_CENT = re.compile(r"(?<=[0-9]) %")
_RANGE_BELOW_ZERO = re.compile(r"\b(from |to )-(?=[0-9])")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _missing(value: float | None) -> bool:
    return value is None or math.isnan(value)


def _signed_text(text: str) -> str:
    """Return `text` with a true minus, and without one before a zero."""
    if not text.startswith("-"):
        return text
    digits = text[1:]
    return MINUS + digits if any(digit in digits for digit in "123456789") else digits


def power_of_ten(exponent: int) -> str:
    """Return `10⁻⁷` for -7."""
    return "10" + str(exponent).translate(_SUPERSCRIPT)


def scientific(value: float, decimals: int = 1) -> str:
    """Return `3.2 × 10⁻⁷`."""
    if _missing(value):
        return NOT_AVAILABLE
    mantissa, exponent = f"{value:.{decimals}e}".split("e")
    return f"{_signed_text(mantissa)} {TIMES} {power_of_ten(int(exponent))}"


def number(value: float, decimals: int = 2) -> str:
    """Return a number with so many decimals, a comma at the thousands and a true minus."""
    if _missing(value):
        return NOT_AVAILABLE
    if math.isinf(value):
        return "infinite"
    return _signed_text(f"{value:,.{decimals}f}")


def significant(value: float, figures: int = 3) -> str:
    """Return a number with so many significant figures; very large and very small ones as powers of ten."""
    if _missing(value) or math.isinf(value):
        return number(value)
    if value == 0.0:
        return "0"
    exponent = int(f"{value:.{figures - 1}e}".split("e")[1])
    if not _PLAIN_EXPONENTS[0] <= exponent <= _PLAIN_EXPONENTS[1]:
        return scientific(value, figures - 1)
    rounded = round(value, figures - 1 - exponent)
    return _signed_text(f"{rounded:,.{max(0, figures - 1 - exponent)}f}")


def quantity(value: float) -> str:
    """Return a whole number as a count, any other with four significant figures."""
    if _missing(value) or math.isinf(value):
        return number(value)
    return count(value) if float(value).is_integer() else significant(value, 4)


def signed(value: float, decimals: int = 2) -> str:
    """Return a number that always shows its sign, zero excepted: `+1.20`, `−0.85`, `0.00`."""
    text = number(value, decimals)
    positive = not _missing(value) and value > 0.0 and any(digit in text for digit in "123456789")
    return f"+{text}" if positive else text


def with_interval(value: float, low: float, high: float, decimals: int = 2) -> str:
    """Return `0.91 (0.80 to 0.98)`; the value alone where no interval is defined."""
    if _missing(value) or _missing(low) or _missing(high):
        return number(value, decimals)
    return f"{number(value, decimals)} ({number(low, decimals)} to {number(high, decimals)})"


def signed_interval(low: float, high: float, decimals: int = 2) -> str:
    """Return `−1.20 to +0.35`."""
    if _missing(low) or _missing(high):
        return NOT_AVAILABLE
    return f"{signed(low, decimals)} to {signed(high, decimals)}"


def plus_minus(value: float, half: float, decimals: int = 2) -> str:
    """Return `+0.08 ± 0.03`; the value alone where no interval is defined."""
    text = signed(value, decimals)
    return text if _missing(value) or _missing(half) else f"{text} ± {number(half, decimals)}"


def percent(share: float, decimals: int = 0) -> str:
    """Return a share as a percentage.

    0% and 100% are said only of exactly none and exactly all: what would round to them is "less than 1%" and
    "more than 99%" (or the next step of the decimals asked for).
    """
    if _missing(share):
        return NOT_AVAILABLE
    if share in {0.0, 1.0}:
        return "0%" if share == 0.0 else "100%"
    text = f"{_PER_CENT * share:.{decimals}f}"
    step = 10.0**-decimals
    if share > 0.0 and float(text) == 0.0:
        return f"less than {step:.{decimals}f}%"
    if share < 1.0 and float(text) == _PER_CENT:
        return f"more than {_PER_CENT - step:.{decimals}f}%"
    return f"{_signed_text(text)}%"


def percent_interval(low: float, high: float, decimals: int = 0) -> str:
    """Return `88% to 99%`."""
    if _missing(low) or _missing(high):
        return NOT_AVAILABLE
    return f"{percent(low, decimals)} to {percent(high, decimals)}"


def p_value(p: float) -> str:
    """Return a p-value as a statistician writes it: `0.34`, `0.034`, `0.0021`, `3.2 × 10⁻⁷`."""
    if _missing(p):
        return NOT_AVAILABLE
    if p < _SMALLEST_P:
        return f"< {power_of_ten(-300)}"
    if p < _SCIENTIFIC_P:
        return scientific(p)
    if p == 1.0:
        return "1"
    if p > _LARGEST_P:
        return f"> {_LARGEST_P}"
    return significant(p, 2)


def q_value(q: float) -> str:
    """Return a q-value, written as a p-value is."""
    return p_value(q)


def p_brief(p: float) -> str:
    """Return a p-value for a sentence: `p = 0.034`, `p < 0.001`."""
    if _missing(p):
        return f"p {NOT_AVAILABLE}"
    if p < _SCIENTIFIC_P:
        return "p < 0.001"
    text = p_value(p)
    return f"p {text}" if text.startswith(">") else f"p = {text}"


def q_brief(q: float) -> str:
    """Return a q-value for a sentence or a figure: `q = 0.034`, `q > 0.99`."""
    text = q_value(q)
    return f"q {text}" if _missing(q) or text[0] in "<>" else f"q = {text}"


def one_in(p: float) -> str:
    """Return a smallest possible p-value as the fraction it is, `1/10,001`; where it is none, as a p-value."""
    if _missing(p) or p <= 0.0:
        return NOT_AVAILABLE
    whole = round(1.0 / p)
    return f"1/{count(whole)}" if math.isclose(whole * p, 1.0, rel_tol=_EXACT) else p_value(p)


def fold(log2: float) -> str:
    """Return a difference on the log2 scale as a ratio: `3.7-fold`."""
    return NOT_AVAILABLE if _missing(log2) else f"{significant(2.0 ** abs(log2), 2)}-fold"


def cell(text: str) -> str:
    """Return a dash where a cell of a table has nothing to say."""
    return "—" if text == NOT_AVAILABLE else text


def closed(text: str) -> str:
    """Return a sentence of another part of the package as the report writes numbers: `28%`, `from −28,400`."""
    return _SPACED_PER_CENT.sub("%", _RANGE_BELOW_ZERO.sub(rf"\1{MINUS}", text))


def narrow(text: str) -> str:
    """Return words for a narrow cell: `26 of 27 (81% to > 99%)`, the mark that a p-value has too."""
    return text.replace("more than ", "> ").replace("less than ", "< ")


def count(n: float) -> str:
    """Return a whole number with a comma at the thousands."""
    return NOT_AVAILABLE if _missing(n) else _signed_text(f"{round(n):,}")


def spelled(n: int) -> str:
    """Return a small count in letters ("no", "one" ... "ten"), a larger one in digits."""
    return _SPELLED[n] if 0 <= n < len(_SPELLED) else count(n)


def plural(n: int, one: str, many: str = "") -> str:
    """Return `1 gene`, `1,043 genes`; `many` where adding an s is not enough."""
    return f"{count(n)} {one if n == 1 else many or one + 's'}"


def spelled_plural(n: int, one: str, many: str = "") -> str:
    """Return `no patient`, `one patient`, `three patients`, `38 patients`."""
    return f"{spelled(n)} {one if n in {0, 1} else many or one + 's'}"


def capital(text: str) -> str:
    """Return `text` with a capital first letter, the rest as it is."""
    return nouns.capital(text)


def within(text: str) -> str:
    """Return a title as it stands within a sentence: its first letter small, unless the first word is a name."""
    return nouns.within(text)


def who(n: int, persons: int, noun: Noun = USUAL) -> str:
    """Return what each of `n` samples is called: `patient`, or `sample` where some of them share a person."""
    return "sample" if persons < n else noun.run


def the(name: str) -> str:
    """Return `the moderated t-test`, but `Welch's t-test`: a possessive takes the place of the article."""
    return name if "'s" in name.split(" ", maxsplit=1)[0] else f"the {name}"


def listing(items: Sequence[str], most: int = 0) -> str:
    """Return `A, B and C`; with `most` given, `A, B and 7 more`."""
    shown = list(items)
    if most and len(shown) > most:
        shown = [*shown[:most], f"{count(len(shown) - most)} more"]
    if not shown:
        return ""
    before = ", ".join(shown[:-1])
    return f"{before} and {shown[-1]}" if before else shown[-1]


def of(part: int, whole: int) -> str:
    """Return `36 of 38`, or `all 38` where nothing is missing."""
    return f"all {count(whole)}" if part == whole and whole > 0 else f"{count(part)} of {count(whole)}"


def share_of(part: int, whole: int, low: float, high: float) -> str:
    """Return `36 of 38 (82% to 99%)`: a count of a whole with the interval of the share."""
    return f"{count(part)} of {count(whole)} ({percent_interval(low, high)})"


def plain(text: str) -> str:
    """Return text from a data file on one line: unseen marks as codes, runs of blanks made one, composed (NFC)."""
    text = str(text)
    if text.isascii() and text.isprintable():  # as most are: nothing to compose, and nothing unseen
        return " ".join(text.split())
    composed = unicodedata.normalize("NFC", text)
    return " ".join(on_one_line("".join(" " if mark.isspace() else mark for mark in composed)).split())


def shorten(text: str, width: int) -> str:
    """Return text from a data file in at most `width` characters, cut between words where that loses little."""
    line = plain(text)
    if len(line) <= width:
        return line
    room = max(1, width - len(_ELLIPSIS))
    cut = line[:room]
    if not line[room].isspace() and " " in cut[room * 2 // 3 :]:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;:(-") + _ELLIPSIS


def first_sentence(text: str, most: int) -> str:
    """Return text of at most `most` letters whole, of longer text the first sentence."""
    line = plain(text)
    if len(line) <= most:
        return line
    end = line.find(". ")
    return line if end < 0 else line[: end + 1]


def checksum(sha256: str) -> str:
    """Return the first 12 digits of a checksum; the whole one stands in study.json."""
    return sha256 if len(sha256) <= _CHECKSUM_DIGITS else sha256[:_CHECKSUM_DIGITS] + _ELLIPSIS


def file_size(size: int) -> str:
    """Return `800 bytes`, `1.7 MB` (decimal units)."""
    if size < _KILO:
        return plural(size, "byte")
    value = float(size)
    for unit in ("kB", "MB", "GB"):
        value /= _KILO
        if value < _KILO or unit == "GB":
            break
    return f"{significant(value, 2)} {unit}"


def date(iso: str) -> str:
    """Return `1 March 2026` for 2026-03-01; anything that is no ISO date as it is."""
    try:
        day = dt.date.fromisoformat(iso)
    except ValueError:
        return plain(iso)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def with_marks(text: str, decimal: str, thousands: str) -> str:
    """Return text whose numbers, written here with a point and commas, have other marks; all other text as it is.

    No number is what letters, more points or a slash go with: a version (2.3.1), a DOI (10.1093/...), a gene's name.
    """
    marks = {".": decimal, ",": thousands}
    return _WRITTEN.sub(lambda found: "".join(marks.get(sign, sign) for sign in found[0]), text)


def setting(value: object) -> str:
    """Return the value of a setting: yes and no for truth values, digits as they were given, `none` for empty."""
    if value is None or value in ("", [], ()):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(setting(item) for item in value)
    if isinstance(value, int):
        return count(value) if value >= _KILO else str(value)
    if isinstance(value, float):
        return _signed_text(f"{value:,.0f}" if value.is_integer() else repr(value))
    return plain(str(value))
