"""A report without single patients: what shows them is left out and said to be, and sentences count instead of naming.

No name gets here: the findings hold `unnamed` ones, so that whatever a sentence says, it can name nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

from interpret.nouns import USUAL, Noun
from interpret.report import words
from interpret.report.blocks import Block, Callout, Columns, Figure, Prose, Report, Section, Table

LEFT_OUT = (
    "predictions.csv",
    "patients.csv",
    "explanations.csv",
    "influence.csv",
    "quality.csv",
    "patients.pdf",
)
"""Files that are about single patients and nothing else."""
SAID = (
    "This report was made without patient data. Figures, tables and sentences with the values, calls or name of a "
    f"single patient are left out, and so are {words.listing(LEFT_OUT)}, the models from which a patient's values "
    "could be read (nearest neighbours, support vectors, trees), and values of the sample sheet that fewer than five "
    "patients have."
)

_UNNAMED = r"unnamed-[0-9]+-patient(?: \((?:training|independent)\))?"
_EACH = re.compile(_UNNAMED)
_WORDS = r"[Ss]ample|[Pp]atient|[Pp]erson|[Aa]rray"
_NUMBER = r"[-\N{MINUS SIGN}]?[0-9][0-9,]*(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?"
# the smallest and the largest value of all are somebody's
_EXTREMES = (
    (re.compile(rf"values from {_NUMBER} to {_NUMBER}(?![0-9])"), "values (their range is not told)"),
    (re.compile(rf"the smallest( value)? is {_NUMBER}(?![0-9])"), r"the smallest\1 is not told"),
)
_FILES = re.compile(r"\b(" + "|".join(map(re.escape, LEFT_OUT)) + r")\b(?! \(left out\))")


def unnamed(number: int) -> str:
    """Return what stands in the findings for a name that is not to be told."""
    return f"unnamed-{number}-patient"


@cache
def _run(noun: Noun) -> re.Pattern[str]:
    """Return what finds names one after the other, with the noun before them; a noun of the study's own is `own`."""
    own = "" if noun.usual else rf"|(?P<own>(?i:{re.escape(noun.many)}|{re.escape(noun.one)}))"
    return re.compile(
        rf"(?:\b(?P<of>[Tt]raining |[Ii]ndependent )?(?:(?P<one>{_WORDS})s?{own}) )?"
        rf"{_UNNAMED}(?:(?:, and |, | and |; ){_UNNAMED})*(?: and (?P<more>[0-9,]+) more)?"
    )


def counted(text: str, noun: Noun = USUAL) -> str:
    """Return a sentence that counts patients where it named them, and says of files that are left out that they are."""
    for extreme, instead in _EXTREMES:
        text = extreme.sub(instead, text)
    if "unnamed-" in text:
        text = _run(noun).sub(lambda found: _count(found, noun), text)
    return _FILES.sub(r"\1 (left out)", text) if ".csv" in text or ".pdf" in text else text


def _count(found: re.Match[str], noun: Noun) -> str:
    of, named, more = found["of"] or "", found["one"], found["more"] or "0"
    one, many = (noun.one, noun.many) if named is None else (named.lower(), f"{named.lower()}s")
    sets = {each.partition("(")[2].rstrip(")") for each in _EACH.findall(found[0])}
    if not of and len(sets) == 1 and sets != {""}:
        of = f"{sets.pop()} "
    n = len(_EACH.findall(found[0])) + int(more.replace(",", ""))
    said = f"{words.spelled(n)} {of.lower()}{one if n == 1 else many} (not named)"
    begins = found.start() == 0 or found.string[: found.start()].endswith((". ", "? "))
    first = found["of"] or named or found.groupdict().get("own") or ""
    return words.capital(said) if begins or first[:1].isupper() else said


def without_patients(report: Report, noun: Noun = USUAL) -> Report:
    """Return the report with a line in place of each block that shows single patients, and nobody named."""
    sections = tuple(_section(section, noun) for section in report.sections)
    rewritten: Report = _rewritten(replace(report, sections=sections), noun)
    return replace(rewritten, sections=tuple(_told(section, noun) for section in rewritten.sections))


def _told(section: Section, noun: Noun) -> Section:
    """Return the section, with what was left out said once: among the limits, which no report is without."""
    if section.anchor != "limits":
        return section
    return replace(section, blocks=(Callout(f"Without {noun.one} data", noun.said(SAID), "note"), *section.blocks))


def _section(section: Section, noun: Noun) -> Section:
    blocks: list[Block] = []
    left_out: list[str] = []
    for block in section.blocks:
        kept = _kept(block, left_out)
        if kept is not None:
            blocks += _line(left_out, noun)
            left_out = []
            blocks.append(kept)
    return replace(section, blocks=(*blocks, *_line(left_out, noun)))


def _kept(block: Block, left_out: list[str]) -> Block | None:
    """Return the block, what is left of it, or nothing; what is left out is added to the list."""
    if isinstance(block, Columns):
        left, right = _kept(block.left, left_out), _kept(block.right, left_out)
        if left is None or right is None:
            return left or right
        return replace(block, left=left, right=right)
    if isinstance(block, Figure | Table) and block.individual:
        title = block.title if isinstance(block, Figure) else block.caption
        left_out.append(f"{title} ({block.kind})" if title else f"a {block.kind}")
        return None
    return block


def _line(left_out: Iterable[str], noun: Noun) -> list[Block]:
    named = "; ".join(left_out)
    return [Prose((f"Left out, since it shows single {noun.many}: {named}.",))] if named else []


def _rewritten(item: Any, noun: Noun) -> Any:  # noqa: ANN401  a report and what it is made of
    if isinstance(item, str):
        return counted(item, noun)
    if isinstance(item, tuple):
        return tuple(_rewritten(part, noun) for part in item)
    if isinstance(item, Figure):  # its drawing holds letters placed one by one, and no name
        title, caption, alt = (counted(text, noun) for text in (item.title, item.caption, item.alt))
        return replace(item, title=title, caption=caption, alt=alt)
    if is_dataclass(item) and not isinstance(item, type):
        return replace(item, **{field.name: _rewritten(getattr(item, field.name), noun) for field in fields(item)})
    return item


def countless(value: Any, noun: Noun = USUAL) -> Any:  # noqa: ANN401  JSON is anything
    """Return the content of a JSON file with nobody named in any text."""
    if isinstance(value, dict):
        return {key: countless(item, noun) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [countless(item, noun) for item in value]
    return counted(value, noun) if isinstance(value, str) else value
