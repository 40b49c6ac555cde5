"""The command line: words to settings, errors to exit codes. The only place that prints."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
import textwrap
import traceback
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from interpret.errors import InterpretError, SettingsError
from interpret.runtime.stopping import Stopped, end, stoppable
from interpret.settings import Settings, make_settings, read_settings

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
# What typer raises for a command it cannot read; where the class stands differs between its versions.
_CommandError: Any = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")
_TO_DO_FOR_MEMORY = (
    "to do:  ask for fewer --jobs, or give the machine more memory; stages that were kept are not repeated"
)
_PAGE = 80  # columns of what is printed for reading
_errors = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)

_INPUT = (
    "Expression file: CSV, TSV or other text, Excel, Parquet, Feather, h5ad, GCT, RES, GEO series matrix or data set, "
    "ARFF, featureCounts. Or a folder: the Kaggle layout, counts of HTSeq or STAR. Or study.toml."
)


class _Console(Console):
    """A console whose reader may leave (`interpret report ... | head`): the report is still wanted."""

    def on_broken_pipe(self) -> None:
        """Say nothing more, and go on."""
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@app.callback()
def interpret() -> None:
    """Study reports for two-group gene-expression studies."""


@app.command()
def report(  # noqa: PLR0913  one argument an option
    source: Annotated[
        Path | None,
        typer.Argument(
            metavar="INPUT",
            help=_INPUT,
        ),
    ] = None,
    *,
    demo: Annotated[bool, typer.Option("--demo", help="Report on the built-in simulated study.")] = False,
    samples: Annotated[
        Path | None,
        typer.Option(
            "--samples", "--metadata", help="Sample sheet: one row a sample; or a class file. Both names mean the same."
        ),
    ] = None,
    outcome: Annotated[str | None, typer.Option(help="Column that holds the two classes.")] = None,
    positive: Annotated[str | None, typer.Option(help="Label of the positive class.")] = None,
    design: Annotated[
        str | None,
        typer.Option(help="Model of every gene, as '~ group + batch'; group is the class.  [default: ~ group]"),
    ] = None,
    subject: Annotated[
        str | None, typer.Option(help="Column that names the person, where some gave several samples.")
    ] = None,
    result: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMNS", help="Columns of the sample sheet that are results, not covariates; names with commas."
        ),
    ] = None,
    collapse: Annotated[
        str | None,
        typer.Option(help="Probes of one gene: all, or max-mean (the one with the largest mean).  [default: all]"),
    ] = None,
    independent: Annotated[Path | None, typer.Option(help="Expression file of the independent set.")] = None,
    annotation: Annotated[Path | None, typer.Option(help="Probe, symbol, description: one row a probe.")] = None,
    config: Annotated[Path | None, typer.Option(help="study.toml with any of the settings.")] = None,
    out: Annotated[Path, typer.Option(help="Output folder; an earlier report there is replaced.")] = Path("report"),
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of everything random.  [default: 0]")] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Processes and threads; cannot change a number.")] = 2,
    beside: Annotated[
        str | None,
        typer.Option(
            metavar="all|none|NAMES", help="Models shown beside those run in full; names with commas.  [default: all]"
        ),
    ] = None,
    preset: Annotated[
        str | None, typer.Option(metavar="notebook", help="Repeat the notebook study too, as it was done.")
    ] = None,
    permutations: Annotated[
        int | None, typer.Option(min=0, help="Runs of the whole validation on shuffled labels; 0: none.  [default: 20]")
    ] = None,
    scheme: Annotated[
        str | None,
        typer.Option(
            metavar="auto|leave-one-out|k-fold",
            help="How training patients are left out; auto: one by one up to 150, else in 10 folds.  [default: auto]",
        ),
    ] = None,
    also: Annotated[
        str | None, typer.Option(metavar="k-fold,bootstrap", help="Other schemes beside it, with a comma.")
    ] = None,
    groups: Annotated[
        str | None, typer.Option(help="Column whose groups (centres, say) are left out as a whole, beside it.")
    ] = None,
    prevalence: Annotated[
        float | None,
        typer.Option(help="Share of the positive class where the test would be used.  [default: that of the data]"),
    ] = None,
    leave_pair_out: Annotated[
        bool, typer.Option("--leave-pair-out", help="Fit every model anew without each pair of patients: slow.")
    ] = False,
    error_rate: Annotated[
        float | None,
        typer.Option(help="Error rate of the three-way calls in each class.  [default: 0.10, or the lowest possible]"),
    ] = None,
    keep_controls: Annotated[bool, typer.Option("--keep-controls", help="Test control probes too.")] = False,
    date: Annotated[str, typer.Option(help="Date of the report, YYYY-MM-DD.")] = "",
    templates: Annotated[Path | None, typer.Option(help="Folder with templates of your own, searched first.")] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error arose.")] = False,
) -> None:
    """Analyse a study and write its report."""
    del debug  # read by main(), before anything can fail
    given = (source, samples, independent, annotation)
    texts = {
        "--outcome": outcome,
        "--positive": positive,
        "--design": design,
        "--subject": subject,
        "--result": result,
        "--collapse": collapse,
        "--beside": beside,
        "--preset": preset,
        "--scheme": scheme,
        "--also": also,
        "--groups": groups,
    }
    empty = [name for name, text in texts.items() if text is not None and not text.strip()]
    if empty:
        raise SettingsError(
            f"{' and '.join(empty)} given without a word",
            wanted="text that is not empty",
            remedy="leave the option out",
        )
    if demo and any(item is not None for item in (*given, outcome, positive, subject)):
        raise SettingsError(
            "--demo was given together with data", wanted="one of them", remedy="leave out --demo or the data options"
        )
    if not demo and source is None and config is None:
        raise SettingsError(
            "no INPUT was given",
            wanted="an input folder or file, a study.toml, or --demo",
            remedy="for example: interpret report --demo",
        )
    options: dict[str, Any] = {
        "input": {
            "expression": source,
            "samples": samples,
            "outcome": outcome,
            "positive": positive,
            "subject": subject,
            "independent": independent,
            "annotation": annotation,
        },
        "tests": {"design": design, "collapse": collapse},
        "preparation": {"keep_controls": keep_controls or None},
        "models": {"beside": _names(beside), "preset": preset},
        "validation": {
            "label_permutations": permutations,
            "scheme": scheme,
            "also": None if also is None else _names(also),
            "groups": groups,
            "error_rate": error_rate,
            "prevalence": prevalence,
            "leave_pair_out": leave_pair_out or None,
        },
        "columns": _results(result),
        "seed": seed,
        "date": _date(date),
    }
    if source is not None and source.suffix == ".toml":
        config, options["input"]["expression"] = source, None
    settings = _settings(config, options)
    _run(settings, demo=demo, out=out, jobs=jobs, templates=templates)


@app.command()
def check(  # noqa: PLR0913  one argument an option
    source: Annotated[Path | None, typer.Argument(metavar="INPUT", help=_INPUT)] = None,
    *,
    samples: Annotated[Path | None, typer.Option(help="Sample sheet: one row a sample; or a class file.")] = None,
    outcome: Annotated[str | None, typer.Option(help="Column that holds the two classes.")] = None,
    positive: Annotated[str | None, typer.Option(help="Label of the positive class.")] = None,
    subject: Annotated[str | None, typer.Option(help="Column that names the person.")] = None,
    independent: Annotated[Path | None, typer.Option(help="Expression file of the independent set.")] = None,
    annotation: Annotated[Path | None, typer.Option(help="Probe, symbol, description: one row a probe.")] = None,
    config: Annotated[Path | None, typer.Option(help="study.toml with any of the settings.")] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error arose.")] = False,
) -> None:
    """Read the input and say what was understood; nothing is analysed or written."""
    del debug  # read by main(), before anything can fail
    if source is not None and source.suffix == ".toml":
        config, source = source, None
    given = {
        "expression": source,
        "samples": samples,
        "outcome": outcome,
        "positive": positive,
        "subject": subject,
        "independent": independent,
        "annotation": annotation,
    }
    _print_understood(_settings(config, {"input": given}))


def main() -> None:
    """Run the command and turn what went wrong into a message and an exit status (0, 1 or 2)."""
    try:
        with stoppable(_show_stopped):
            status = app(standalone_mode=False)
    except Stopped as stopped:
        _show_stopped(stopped)
        end(stopped)
    except MemoryError as error:
        _show("the memory of this machine is not enough\n" + _TO_DO_FOR_MEMORY, error)
        sys.exit(2)
    except InterpretError as error:
        _show(error.message(), error)
        sys.exit(error.exit_status)
    except _CommandError as error:
        if len(sys.argv) == 1:  # nothing was asked: the message is the help itself
            _errors.print(error.format_message())
        else:
            _show(error.format_message() + "\nto do:  interpret report --help shows every option", error)
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        _show_stopped(Stopped(signal.SIGINT))
        sys.exit(130)
    except Exception as error:  # noqa: BLE001  the last line of defence: our own fault, exit status 1
        _show(
            f"this is a fault of the program: {type(error).__name__}: {error}\n"
            "to do:  run the same command with --debug and report what it shows",
            error,
        )
        sys.exit(1)
    sys.exit(status or 0)


def _show_stopped(stopped: Stopped) -> None:
    by = {signal.SIGINT: "by you", signal.SIGTERM: "by a request to end (SIGTERM)"}
    how = by.get(signal.Signals(stopped.number), "because its terminal was closed")
    _show(
        f"stopped {how}; a report that was there before is whole; the same command goes on from the stages kept",
        stopped,
    )


def _show(message: str, error: BaseException) -> None:
    if "--debug" in sys.argv:
        _errors.print("".join(traceback.format_exception(error)))
    _errors.print(_wrapped("interpret: " + message) if _errors.is_terminal else "interpret: " + message)


def _wrapped(message: str) -> str:
    """Return the message in lines that the terminal holds, each part indented under its label."""
    width = max(40, _errors.width - 1)
    lines = [
        textwrap.fill(line, width, subsequent_indent=" " * 8, break_long_words=False, break_on_hyphens=False)
        for line in message.splitlines()
    ]
    return "\n".join(lines)


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise SettingsError(f"{text!r} is not a date", where="--date", wanted="YYYY-MM-DD") from error


def _names(beside: str | None) -> str | tuple[str, ...] | None:
    """Return what `--beside` asks for, as the settings say it: `all`, no name, or names."""
    if beside is None or beside == "all":
        return beside
    return () if beside == "none" else tuple(name.strip() for name in beside.split(","))


def _results(result: str | None) -> dict[str, dict[str, str]]:
    """Return the columns that `--result` names, as the settings say it."""
    return {name.strip(): {"role": "result"} for name in (result or "").split(",") if name.strip()}


def _settings(config: Path | None, options: dict[str, Any]) -> Settings:
    """Return the settings of the study file with what the command line says on top of them."""
    content = {} if config is None else read_settings(config)
    for key, value in options.items():
        if isinstance(value, dict):
            group = content.setdefault(key, {})
            given = {name: item for name, item in value.items() if item is not None}
            content[key] = {**group, **given} if isinstance(group, dict) else group
        elif value is not None:
            content[key] = value
    return make_settings(content, where="the command line" + ("" if config is None else f" or {config}"))


def _run(settings: Settings, *, demo: bool, out: Path, jobs: int, templates: Path | None, fresh: bool = False) -> None:
    """Read, analyse and deliver; the imports stand here so that `--help` and a wrong word answer at once."""
    from interpret.data.demo import simulate_study  # noqa: PLC0415
    from interpret.data.read import read_study  # noqa: PLC0415
    from interpret.pipeline import analyse  # noqa: PLC0415
    from interpret.report.closing import closing_lines, reading_lines  # noqa: PLC0415
    from interpret.report.output import NAMES, write_report  # noqa: PLC0415
    from interpret.runtime.delivery import delivering  # noqa: PLC0415
    from interpret.runtime.mappers import mapper_for  # noqa: PLC0415
    from interpret.runtime.memory import open_memory  # noqa: PLC0415
    from interpret.runtime.progress import TerminalProgress  # noqa: PLC0415
    from interpret.runtime.provenance import report_date, versions  # noqa: PLC0415
    from interpret.validation.judgement import Workers  # noqa: PLC0415

    console = _Console(highlight=False, markup=False)
    progress = TerminalProgress(console)
    date = report_date(settings.date)
    with delivering(out, NAMES) as folder:
        with progress.stage("Reading", 1):
            study = simulate_study(settings.seed) if demo else read_study(settings.input)
        for line in reading_lines(study):
            console.print(line)
        with open_memory(progress.recalled, fresh=fresh) as memory:
            workers = Workers(mapper_for(jobs), jobs, progress, memory)
            findings = analyse(study, settings, workers, date=date, versions=versions())
            written = write_report(findings, folder, templates, progress, memory)
    for line in memory.closing_lines():
        console.print(line)
    for line in closing_lines(findings):
        console.print(line)
    console.print(f"\nWritten to {out}: {', '.join(written.listed)}")
    if written.pdf_problem:
        _errors.print("\nNo PDF was made: " + written.pdf_problem)


def _print_understood(settings: Settings) -> None:
    from interpret.data.read import read_study  # noqa: PLC0415
    from interpret.report.understood import understood  # noqa: PLC0415

    console = _Console(highlight=False, markup=False)
    console.width = min(console.width, _PAGE)
    said = understood(read_study(settings.input))
    for line in said.lines:
        console.print(line)
    for rows in (said.groups, said.files):
        table = Table(box=None, pad_edge=False, show_edge=False, padding=(0, 3, 0, 0))
        for name, cell in zip(*rows[:2], strict=True):
            table.add_column(name, overflow="fold", justify="right" if cell.replace(",", "").isdecimal() else "left")
        for row in rows[1:]:
            table.add_row(*row)
        console.print("", table)
    for heading, lines in (("Covariates of the training set", said.covariates), ("To look at", said.notes)):
        if lines:
            console.print(f"\n{heading}")
        for line in lines:
            console.print(textwrap.fill(line, console.width - 1, initial_indent="- ", subsequent_indent="  "))


if __name__ == "__main__":
    main()
