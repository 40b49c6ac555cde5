"""The words of messages about input: what was meant, which names, how many."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from interpret.visible import on_one_line

LONGEST = 200  # characters of a name that are shown


def near_misses(word: str, choices: Iterable[str]) -> tuple[str, ...]:
    """Return up to three choices that resemble the word, best first; capitals are not told apart."""
    by_folded: dict[str, str] = {}
    for choice in choices:
        by_folded.setdefault(choice.casefold(), choice)
    if word.casefold() in by_folded:
        return (by_folded[word.casefold()],)
    return tuple(by_folded[match] for match in difflib.get_close_matches(word.casefold(), by_folded, n=3, cutoff=0.6))


def did_you_mean(word: str, choices: Iterable[str], otherwise: str) -> str:
    """Return the sentence `did you mean ...?` where something resembles the word, else `otherwise`."""
    matches = near_misses(word, choices)
    return "did you mean " + " or ".join(matches) + "?" if matches else otherwise


def some(names: Iterable[str], most: int = 8) -> str:
    """Return the names joined by commas, the first few of them and how many more there are.

    Long names are cut, and marks that nobody sees stand as their codes, line breaks too: a message keeps its lines.
    """
    listed = list(names)
    shown = ", ".join(_in_line(name) for name in listed[:most])
    return shown if len(listed) <= most else f"{shown} and {len(listed) - most} more"


def _in_line(name: str) -> str:
    return on_one_line(name if len(name) <= LONGEST else f"{name[:LONGEST]}...")


def count(number: int, noun: str) -> str:
    """Return the number and the noun, in the plural unless the number is 1."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
