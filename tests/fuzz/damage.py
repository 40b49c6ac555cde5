"""Ways to damage a file, each drawn from a seed: bytes, lines, separators, encodings, quotation marks, numbers."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Damage = Callable[[random.Random, bytes], bytes]

_CODECS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp500", "utf-8-sig", "latin-1", "cp1252")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00", b"\xef\xbb\xbf\xef\xbb\xbf", b"\xef\xbb")
_ODD = (
    *(
        b"\x00",
        b"\x0b",
        b"\x0c",
        b"\x1a",
        b"\x1c",
        b"\x1f",
        b"\x7f",
        b"\x85",
        b"\xed\xa0\x80",
        b"\r",
        b"\n",
        b'"',
        b"'",
    ),
    *(mark.encode() for mark in ('"', "'", "#", "=", "\x85", "\u2028", "\xa0", "\u221e", "\uff11", "\U0001f9ec")),
)
_NUMBERS = (
    *("1e400", "-1e400", "1e308", "9" * 400, "1e-400", "-0", "+1", "1.", ".5", "1e", "--1", "1d5", "1-2"),
    *(
        "0x1F",
        "1_000",
        "\uff11\uff12",
        "\u0663",
        "\xbd",
        "1 000",
        "1\xa0000",
        "1,5",
        "1.5",
        "1.234,5",
        "1,234.5",
        "1.234",
    ),
    *(
        "1 000",
        "inf",
        "-inf",
        "nan",
        "NaN",
        "#REF!",
        "#DIV/0!",
        "TRUE",
        "",
        " ",
        "?",
        "1,234",
        '"1',
        '1"2',
        '""',
        '"7"',
    ),
)
_NUMBER = re.compile(rb"[-+]?[0-9]+(?:[.,][0-9]+)?")
_PAIRS = (
    *("\t,", ",\t", ",;", ";,", "\t;", ";\t", "\t ", ", ", ",|"),
    *("\n\r", "\n\t", "\n\x00", ".,", ",.", '\t"', "1e", "0-"),
)


def _place(rng: random.Random, data: bytes) -> int:
    return rng.randrange(len(data) + 1)


def _flipped(rng: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randint(1, 4) if data else 0):
        changed[rng.randrange(len(changed))] = rng.choice((rng.randrange(256), rng.choice(b'0123456789.,;\t\n" -eE')))
    return bytes(changed)


def _cut(rng: random.Random, data: bytes) -> bytes:
    return data[: _place(rng, data)]


def _beheaded(rng: random.Random, data: bytes) -> bytes:
    return data[_place(rng, data) :]


def _inserted(rng: random.Random, data: bytes) -> bytes:
    at = _place(rng, data)
    return data[:at] + rng.choice((rng.randbytes(rng.randint(1, 6)), rng.choice(_ODD))) + data[at:]


def _removed(rng: random.Random, data: bytes) -> bytes:
    first, last = sorted((_place(rng, data), _place(rng, data)))
    return data[:first] + data[rng.choice((last, min(last, first + 3))) :]


def _lines(rng: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    if not lines:
        return data
    at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    match rng.randrange(4):
        case 0:
            lines.insert(other, lines[at])
        case 1:
            del lines[at]
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case _:
            lines.insert(at, rng.choice((b"\n", b" \n", b"\t\t\n", b"# words\n", b",,,\n")))
    return b"".join(lines)


def _replaced(rng: random.Random, data: bytes) -> bytes:
    old, new = (mark.encode() for mark in rng.choice(_PAIRS))
    if rng.random() < 0.5:
        return data.replace(old, new)
    at = _place(rng, data)
    return data[:at] + data[at:].replace(old, new, 1)


def _recoded(rng: random.Random, data: bytes) -> bytes:
    source, target = rng.choice(("latin-1", "utf-8")), rng.choice(_CODECS)
    return data.decode(source, errors="replace").encode(target, errors="replace")


def _marked(rng: random.Random, data: bytes) -> bytes:
    return rng.choice(_MARKS) + data


def _quoted(rng: random.Random, data: bytes) -> bytes:
    at, other = sorted((_place(rng, data), _place(rng, data)))
    other = rng.choice((other, min(len(data), at + 6)))
    mark = rng.choice((b'"', b'"', b'""', b"'"))
    return data[:at] + mark + data[at:other] + (mark if rng.random() < 0.7 else b"") + data[other:]


def _renumbered(rng: random.Random, data: bytes) -> bytes:
    places = list(_NUMBER.finditer(data))
    if not places:
        return data
    found = rng.choice(places)
    return data[: found.start()] + rng.choice(_NUMBERS).encode() + data[found.end() :]


def _ended(rng: random.Random, data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\n", rng.choice((b"\r\n", b"\r", b"\n\n", b"\r\r\n")))


def _long(rng: random.Random, data: bytes) -> bytes:
    at = _place(rng, data)
    return data[:at] + rng.choice((b"x", b"9", b",", b"\t", b'"', b"\n", b" ")) * rng.choice((300, 140_000)) + data[at:]


WAYS: tuple[Damage, ...] = (
    _flipped,
    _flipped,
    _cut,
    _beheaded,
    _inserted,
    _removed,
    _lines,
    _lines,
    _replaced,
    _replaced,
    _recoded,
    _marked,
    _quoted,
    _renumbered,
    _renumbered,
    _renumbered,
    _ended,
    _long,
)


def damaged(rng: random.Random, data: bytes) -> tuple[bytes, list[str]]:
    """Return the bytes with one to three damages, and their names."""
    names = []
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        way = rng.choice(WAYS)
        data = way(rng, data)
        names.append(way.__name__.strip("_"))
    return data, names
