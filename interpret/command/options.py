"""Every option of the command line, declared once: the commands take those that concern them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from interpret.command.meanings import MEANINGS, default_in_words
from interpret.errors import SettingsError

Kind = type[Path] | type[str] | type[int] | type[float] | type[bool]
Part = Literal["reading", "analysis", "writing"]


@dataclass(frozen=True)
class Option:
    """One option.

    Attributes
    ----------
    names
        Its names, the first of them used in messages.
    kind
        What it takes: Path, str, int, float; bool takes nothing.
    key
        The setting that it sets, as `input.samples`, whose meaning is its help; empty: the command itself uses it.
    part
        `reading` (what `check` shows too), `analysis` (a setting of the analysis: `check` takes it without showing it,
        `init` writes it down), or `writing` (of `report` alone).
    help
        What stands in `--help` after the meaning of the setting, or in its place where there is none.
    metavar
        The word for what it takes.
    least
        The smallest number.
    default
        What it is where it is not given; of a setting, the settings know that.
    to_setting
        Turns what was given into the value of the setting.
    """

    names: tuple[str, ...]
    kind: Kind
    key: str = ""
    part: Part = "analysis"
    help: str = ""
    metavar: str | None = None
    least: int | None = None
    default: Any = None
    to_setting: Callable[[Any], Any] = lambda given: given

    @property
    def word(self) -> str:
        """The name of the argument by which a command receives it."""
        return self.names[0].removeprefix("--").replace("-", "_")

    @property
    def shown(self) -> str:
        """The text for `--help`."""
        if not self.key:
            return self.help
        text = f"{MEANINGS[self.key]} {self.help}".strip()
        default = default_in_words(self.key)
        return f"{text}  [default: {default}]" if default else text


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(f"{text!r} is not a date", where="--date", wanted="YYYY-MM-DD") from error


def _names(text: str) -> str | tuple[str, ...]:
    """Return names as the settings say them: `all`, no name, or names."""
    if text == "all":
        return text
    return () if text == "none" else tuple(name.strip() for name in text.split(","))


def _results(text: str) -> dict[str, dict[str, str]]:
    """Return the columns named as results, as the settings say it."""
    return {name.strip(): {"role": "result"} for name in text.split(",") if name.strip()}


def _if_given(given: bool) -> bool | None:  # noqa: FBT001  the value of a flag
    """Return true, or nothing: a flag that is left out leaves the study file its word."""
    return given or None


def _no_if_given(given: bool) -> bool | None:  # noqa: FBT001  the value of a flag
    """Return false, or nothing: a flag that is left out leaves the study file its word."""
    return False if given else None


def _all_if_given(given: bool) -> str | None:  # noqa: FBT001  the value of a flag
    """Return `all`, or nothing."""
    return "all" if given else None


def _files(text: str) -> tuple[Path, ...]:
    """Return files named with commas; a comma may stand in the name of one alone."""
    return (Path(text),) if Path(text).exists() else tuple(Path(name.strip()) for name in text.split(","))


_COMMAS = "Names with commas."
_SEVERAL = "Several with commas."

OPTIONS: tuple[Option, ...] = (
    Option(("--demo",), bool, part="writing", help="Report on the simulated study; --demo counts: on its counts."),
    Option(
        ("--samples", "--metadata"),
        Path,
        "input.samples",
        "reading",
        help="Both names mean the same.",
        metavar="FILE",
    ),
    Option(("--outcome",), str, "input.outcome", "reading", metavar="COLUMN"),
    Option(("--positive",), str, "input.positive", "reading", metavar="LABEL"),
    Option(("--negative",), str, "input.negative", "reading", metavar="LABEL"),
    Option(("--subject",), str, "input.subject", "reading", metavar="COLUMN"),
    Option(("--replicates",), str, "input.replicates", "reading", metavar="COLUMN"),
    Option(("--result",), str, "columns", "reading", help=_COMMAS, metavar="COLUMNS", to_setting=_results),
    Option(("--independent",), Path, "input.independent", "reading", metavar="FILE"),
    Option(("--annotation",), Path, "input.annotation", "reading", metavar="FILE"),
    Option(("--genes-of-interest",), Path, "input.genes_of_interest", "reading", metavar="FILE"),
    Option(("--gene-sets",), str, "input.gene_sets", "reading", help=_SEVERAL, metavar="FILE,FILE", to_setting=_files),
    Option(("--scale",), str, "input.scale", "reading", metavar="WORD"),
    Option(("--id-map",), Path, "input.id_map", "reading", metavar="FILE"),
    Option(("--config",), Path, part="reading", help="study.toml with any of the settings.", metavar="FILE"),
    Option(("--design",), str, "tests.design", metavar="FORMULA"),
    Option(("--collapse",), str, "tests.collapse", metavar="all|max-mean"),
    Option(("--missing",), str, "preparation.missing", metavar="complete-genes|median"),
    Option(("--keep-controls",), bool, "preparation.keep_controls", to_setting=_if_given),
    Option(("--beside",), str, "models.beside", help=_COMMAS, metavar="all|none|NAMES", to_setting=_names),
    Option(("--preset",), str, "models.preset", metavar="notebook"),
    Option(("--scheme",), str, "validation.scheme", metavar="auto|leave-one-out|k-fold"),
    Option(("--also",), str, "validation.also", help=_COMMAS, metavar="k-fold,bootstrap", to_setting=_names),
    Option(("--groups",), str, "validation.groups", metavar="COLUMN"),
    Option(("--permutations",), int, "validation.label_permutations", metavar="N", least=0),
    Option(("--leave-pair-out",), bool, "validation.leave_pair_out", to_setting=_if_given),
    Option(("--prevalence",), float, "validation.prevalence", metavar="SHARE"),
    Option(("--error-rate",), float, "validation.error_rate", metavar="RATE"),
    Option(("--explain",), str, "explain.sampled", help=_COMMAS, metavar="NAMES", to_setting=_names),
    Option(("--seed",), int, "seed", metavar="N", least=0),
    Option(("--no-patient-data",), bool, "report.patient_data", to_setting=_no_if_given),
    Option(("--date",), str, "date", metavar="DATE", to_setting=_date),
    Option(("--attach-all",), bool, "report.attach", "writing", help="All of it.", to_setting=_all_if_given),
    Option(
        ("--out",),
        Path,
        part="writing",
        help="Output folder; an earlier report there is replaced.",
        metavar="FOLDER",
        default=Path("report"),
    ),
    Option(
        ("--jobs",),
        int,
        part="writing",
        help="Processes and threads; cannot change a number.",
        metavar="N",
        least=1,
        default=2,
    ),
    Option(
        ("--templates",),
        Path,
        part="writing",
        help="Folder with templates of your own, searched first.",
        metavar="FOLDER",
    ),
    Option(("--fresh",), bool, part="writing", help="Compute every stage, also those that an earlier run finished."),
    Option(
        ("--force",),
        bool,
        part="writing",
        help="Write into a folder that holds other files too: those named as files of a report are replaced.",
    ),
)
