"""A study full of what must not get out, and every text that a folder of outputs holds, however it is packed."""

from __future__ import annotations

import base64
import csv
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from report.explorer.decoded import Decoded

N_GENES = 60
SETTINGS = {
    "models": {
        "run": ["sparse-logistic", "random-forest"],
        "beside": ["k-nearest-neighbours", "weighted-voting", "decision-tree"],
        "forest": {"trees": 60},
        "sparse": {"lambdas": 15, "inner_folds": 3},
        "panel": {"genes": 10, "inner_folds": 2},
        "selection": {"pairs": 2},
    },
    "tests": {"maxt_permutations": 100},
    "validation": {"label_permutations": 0},
}
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_DATA = re.compile(rb"data:[a-z/+0-9.;=-]*?base64,([A-Za-z0-9+/=]+)")
_EXPLORER = re.compile(rb'id="explorer-data">(.*?)</script>.*id="explorer-later">(.*?)</script>', re.DOTALL)


def write_study(folder: Path) -> dict[str, str]:
    """Write training and independent expression and a sheet; return each name with a pseudonym that sorts elsewise.

    Names are numbers, blanks and letters; one array is a copy, one is odd, one patient is mislabelled, one sex wrong,
    and columns of the sheet repeat the name, hold a number of the hospital, or name another patient.
    """
    random = np.random.default_rng(20261126)
    training = [f"ZQ{10 * i + 3}-Hauser" for i in range(9)] + [f"Quxley, no {i}" for i in range(2, 12)]
    later = [f"ZQ{i}-Wenger" for i in range(101, 109)]
    samples = [*training, *later]
    case = np.array([i % 2 == 0 for i in range(len(samples))])
    log2 = 8.0 + 2.0 * random.normal(size=(1, N_GENES)) + random.normal(size=(len(samples), N_GENES))
    log2[case, :5] += 3.0
    log2[6, :5] -= 5.0  # looks like the other class
    women = np.arange(len(samples)) % 3 == 0
    log2[:, 5] = np.where(women, 11.0, 4.0) + random.normal(scale=0.2, size=len(samples))  # XIST
    log2[:, 6] = np.where(women, 4.0, 11.0) + random.normal(scale=0.2, size=len(samples))  # RPS4Y1
    genes = [f"G{j}" for j in range(5)] + ["XIST", "RPS4Y1", "DDX3Y"] + [f"G{j}" for j in range(8, N_GENES)]
    log2[:, 7] = log2[:, 6] + random.normal(scale=0.2, size=len(samples))
    log2[1] = log2[3] + random.normal(scale=0.001, size=N_GENES)  # a copy
    log2[5] += np.linspace(-8.0, 8.0, N_GENES)  # an odd array
    for name, rows in (("expression.csv", training), ("later.csv", later)):
        _write(
            folder / name,
            ["gene", *rows],
            [[gene, *(repr(float(log2[samples.index(s), j])) for s in rows)] for j, gene in enumerate(genes)],
        )
    sheet = [
        [
            sample,
            "case" if case[i] else "control",
            f"HOSP-{7919 * (i + 3)}",
            f"{sample}.CEL",
            samples[(i + 1) % len(samples)],
            "f" if women[i] != (i == 4) else "m",
            repr(30 + 1.37 * i),
            "north" if i % 5 else "south",
        ]
        for i, sample in enumerate(samples)
    ]
    sheet.append(["ZQ999-Nobody", "case", "HOSP-1", "", "", "f", "1.0", "north"])
    _write(folder / "sheet.csv", ["sample", "class", "number", "file", "sibling", "sex", "age", "site"], sheet)
    return {name: f"P{(7 * i) % 101:03d}" for i, name in enumerate([*samples, "ZQ999-Nobody"])}


def told(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Return every file of a folder with its bytes, and what is packed in it: PDFs, archives, explorer, `data:`."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        yield f"name of {name}", name.encode()
        yield from _unpacked(name, path.read_bytes())


def _unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, content
    if content.startswith(b"%PDF"):
        for number, stream in enumerate(_STREAM.findall(content)):
            try:
                yield f"{name}, stream {number}", zlib.decompressobj().decompress(stream)
            except zlib.error:
                continue
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inner in archive.namelist():
                yield from _unpacked(f"{name}, {inner}", archive.read(inner))
    if name.endswith(".html"):
        yield from _of_the_page(name, content)
    for number, found in enumerate(_DATA.findall(content)):
        if not name.count(", data"):
            packed = base64.b64decode(found)
            yield f"{name}, data {number}", zlib.decompress(packed, 47) if packed[:2] == b"\x1f\x8b" else packed


def _of_the_page(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    yield f"{name}, read", html.unescape(content.decode()).encode()
    for given in _EXPLORER.findall(content):
        decoded = Decoded(*(text.decode() for text in given))
        for part in decoded.parts:
            yield f"{name}, explorer's {part}", decoded.part(part)


def _write(path: Path, head: list[str], rows: list[list[str]]) -> None:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([head, *rows])
