"""Small studies that are odd in one way each, so that whole reports of them can be made in seconds and looked at.

    PYTHONPATH=. python tests/contracts/odd_studies.py FOLDER [NAME ...]

writes them below FOLDER and makes the report of each.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

SETTINGS = """
[study]
title = "{title}"
status = "final"
[models]
beside = ["diagonal-discriminant", "prevalence"]
[models.forest]
trees = 100
[models.sparse]
lambdas = 15
inner_folds = 3
[models.selection]
pairs = 4
[tests]
maxt_permutations = 100
[preparation]
min_ratio = 1.5
min_difference = 20
[validation]
label_permutations = 1
"""

LONG = "a label of exactly sixty characters, which no table expects."
NAMES = (
    *(
        "<script>alert(1)</script>",
        "\"quoted\" 'twice'",
        "🧬💊 emoji",
        "G" * 200,
        "-1+2",
        "=cmd|' /C calc'!A0",
        "مرحبا",
    ),
    *("a b  c", "x;y,z\\t", "𝛽-catenin", "e\u0301\u0302", "</td></tr></table>", "{{ 7*7 }}", "&amp;&lt;", "中文基因"),
)


@dataclass(frozen=True)
class Odd:
    """One study: how many of each class in both sets, what is planted, what its sheet says, what else is done to it."""

    classes: tuple[int, int] = (10, 10)
    independent: tuple[int, int] = (0, 0)
    labels: tuple[str, str] = ("healthy", "ill")
    planted: float = 2.0
    sheet: Callable[[pd.DataFrame], pd.DataFrame] = lambda sheet: sheet
    values: Callable[[pd.DataFrame], pd.DataFrame] = lambda values: values
    words: tuple[str, ...] = ()
    symbols: bool = False
    title: str = "An odd study"


def _covariate(sheet: pd.DataFrame) -> pd.DataFrame:
    return sheet.assign(batch=np.resize(["one", "two", "two"], len(sheet)))


def _confounded(sheet: pd.DataFrame) -> pd.DataFrame:
    centre = np.where(sheet["group"] == "ill", "Northern General", "Southern Clinic")
    return sheet.assign(centre=centre, age=np.arange(len(sheet)) % 7 * 5 + 30, sex=np.resize(["F", "M"], len(sheet)))


def _pairs(sheet: pd.DataFrame) -> pd.DataFrame:
    person = np.tile(np.arange(len(sheet) // 2), 2)
    return sheet.assign(person=[f"P{i}" for i in person])


def _gaps(values: pd.DataFrame) -> pd.DataFrame:
    lost = np.random.default_rng(5).random(values.shape) < 0.02
    return values.mask(lost)


def _below_nought(values: pd.DataFrame) -> pd.DataFrame:
    """Return them with a background taken off that is more than the faintest genes' whole brightness."""
    return (values - 900.0).round(1)


def _odd_names(values: pd.DataFrame) -> pd.DataFrame:
    return values.set_axis([*NAMES, *values.index[len(NAMES) :]], axis=0)


STUDIES: dict[str, Odd] = {
    "nothing found": Odd(planted=0.0, independent=(6, 6), sheet=_covariate),
    "one covariate": Odd(sheet=_covariate, words=("--design", "~ group + batch"), symbols=True),
    "long labels": Odd(labels=(LONG, LONG.replace("exactly", "another")), independent=(5, 4), title=LONG * 3),
    "eight patients": Odd(classes=(4, 4)),
    "odd names": Odd(values=_odd_names, independent=(4, 4), symbols=True),
    "a class of three": Odd(classes=(12, 3)),
    "confounded": Odd(sheet=_confounded, independent=(6, 6)),
    "pairs": Odd(sheet=_pairs, words=("--subject", "person")),
    "values missing": Odd(values=_gaps, independent=(6, 6)),
    "values below nought": Odd(values=_below_nought, independent=(6, 6)),
    "ten folds": Odd(classes=(110, 90), planted=0.5),
    "folds asked for": Odd(independent=(4, 4), words=("--scheme", "k-fold"), sheet=_covariate),
    "one class new": Odd(independent=(0, 5), sheet=_covariate),
}


def write(folder: Path, odd: Odd, genes: int = 80) -> tuple[str, ...]:
    """Write the study's files and return the words that ask for its report, to be said in that folder."""
    random = np.random.default_rng(13)
    folder.mkdir(parents=True, exist_ok=True)
    base = random.uniform(8.0, 12.0, genes)
    files = ["m.tsv", "new.tsv"] if sum(odd.independent) else ["m.tsv"]
    rows = []
    for file, (below, above) in zip(files, (odd.classes, odd.independent), strict=False):
        n = below + above
        samples = [f"{'n' if file == 'new.tsv' else 's'}{i + 1:02d}" for i in range(n)]
        log2 = base[:, None] + random.normal(0.0, 0.7, (genes, n))
        log2[:6, below:] += odd.planted
        log2[6:10, below:] -= odd.planted
        values = pd.DataFrame((2.0**log2).round(1), [f"g{j + 1:03d}_at" for j in range(genes)], samples)
        odd.values(values).to_csv(folder / file, sep="\t", index_label="gene")
        rows += [(name, odd.labels[i >= below]) for i, name in enumerate(samples)]
    odd.sheet(pd.DataFrame(rows, columns=["id", "group"])).to_csv(folder / "sheet.csv", index=False)
    (folder / "study.toml").write_text(SETTINGS.format(title=odd.title), encoding="utf-8")
    words = ["m.tsv", "--samples", "sheet.csv", "--outcome", "group", "--positive", odd.labels[1], *odd.words]
    words += ["--independent", "new.tsv"] if "new.tsv" in files else []
    if odd.symbols:
        named = odd.values(values).index
        symbols = pd.DataFrame({"probe": named, "symbol": [f"SYM{j // 2}" for j in range(genes)]})
        symbols.to_csv(folder / "symbols.csv", index=False)
        words += ["--annotation", "symbols.csv"]
    return (*words, "--config", "study.toml", "--date", "2026-01-02", "--out", "report")


def report(folder: Path, name: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Write the study and make its report in `folder`/report."""
    command = [sys.executable, "-m", "interpret.cli", "report", *write(folder, STUDIES[name]), *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=900, check=False)  # noqa: S603


if __name__ == "__main__":
    for name in sys.argv[2:] or STUDIES:
        ended = report(Path(sys.argv[1]) / name.replace(" ", "-"), name)
        print(f"{name}: {ended.returncode}\n{ended.stderr[-2000:]}", flush=True)  # noqa: T201  a script's answer
