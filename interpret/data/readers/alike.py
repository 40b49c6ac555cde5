"""Names of samples that two files write differently: what the difference is, so that it can be mended at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from interpret.data.wording import near_misses, some

_SHOWN = 3
_LEAST = 3  # characters of a name that may be the beginning or end of another


def _r_name(name: str) -> str:
    """Return the name as R's make.names and data.frame write it, without capitals."""
    dotted = re.sub(r"[^0-9A-Za-z]", ".", name.strip()).casefold()
    return re.sub(r"^x(?=[0-9.])", "", dotted)


_WAYS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("in capitals only", str.casefold),
    ("in blanks only", lambda name: re.sub(r"\s+", "", name)),
    ("in dots, dashes, blanks and underscores only", lambda name: re.sub(r"[^0-9A-Za-z]+", ".", name)),
    ("in an X before the number, which R writes", lambda name: re.sub(r"^X(?=[0-9.])", "", name)),
    ("in what R makes of names (an X before a number, dots for other marks) or in capitals", _r_name),
    ("in noughts before the number only", lambda name: re.sub(r"(?<![0-9])0+(?=[0-9])", "", name)),
)


def how_alike(strangers: Sequence[str], known: Collection[str]) -> str:
    """Return what tells names that one file does not know from names that it knows; empty where nothing is alike.

    `s-1 may be s.1 (they differ in dots, dashes, blanks and underscores only)`: the first few, by the first way of
    writing names alike that explains most of them, else by a beginning or an end that was added, else by near misses.

    Parameters
    ----------
    strangers
        At least one name.
    known
        Names of the other file that are not used yet.
    """
    best, why = _by_ways(strangers, known)
    if not best:
        best, why = _by_parts(strangers, known), "in a beginning or an end"
    if not best:
        close = {name: near_misses(name, known)[:1] for name in strangers[:_SHOWN]}
        best, why = {name: words[0] for name, words in close.items() if words}, ""
    if not best:
        return ""
    pairs = some((f"{name} may be {other}" for name, other in best.items()), _SHOWN)
    reason = f" (they differ {why})" if why else ""
    return f"{pairs}{reason}: write them alike in both files"


def _by_ways(strangers: Sequence[str], known: Collection[str]) -> tuple[dict[str, str], str]:
    best: dict[str, str] = {}
    why = ""
    for words, way in _WAYS:
        written = _unique({name: way(name) for name in known})
        found = {name: written[way(name)] for name in strangers if way(name) in written}
        if len(found) > len(best):
            best, why = found, words
    return best, why


def _unique(written: dict[str, str]) -> dict[str, str]:
    """Return the name for each way of writing that one name alone has."""
    names: dict[str, list[str]] = {}
    for name, key in written.items():
        names.setdefault(key, []).append(name)
    return {key: each[0] for key, each in names.items() if len(each) == 1 and key}


def _by_parts(strangers: Sequence[str], known: Collection[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in strangers[:_SHOWN]:
        inside = [other for other in known if _contains(name, other)]
        if len(inside) == 1:
            found[name] = inside[0]
    return found


def _contains(name: str, other: str) -> bool:
    short, long = sorted((name.casefold(), other.casefold()), key=len)
    return len(short) >= _LEAST and (long.startswith(short) or long.endswith(short))
