"""`interpret report`: read, analyse and deliver; the imports stand within: a wrong word is answered at once."""

from __future__ import annotations

from pathlib import Path

from interpret.command.messages import PageConsole, errors
from interpret.settings import Settings


def refuse_before_reading(settings: Settings, templates: Path | None) -> None:
    """Refuse what the report is to look like, where that cannot be, before anything takes its time.

    Raises
    ------
    SettingsError
        Sections that there are not, or a logo that cannot be used.
    OutputError
        There is no such folder of templates.
    """
    from interpret.report.arranged import require_sections
    from interpret.report.house import house
    from interpret.report.render.environment import template_folders

    template_folders(templates)
    require_sections(settings.report, templates)
    house(settings.report)


def run(
    settings: Settings, *, demo: str, out: Path, jobs: int, templates: Path | None, fresh: bool, force: bool
) -> None:
    """Write the report of the study that the settings name, or of the simulated one that `demo` names."""
    from interpret.command.study_asked import study_asked
    from interpret.runtime.progress import TerminalProgress
    from interpret.runtime.provenance import report_date, versions

    console = PageConsole(highlight=False, markup=False, emoji=False)
    progress = TerminalProgress(console, settings.study.noun)
    date = report_date(settings.date)
    refuse_before_reading(settings, templates)
    with progress.stage("Reading", 1):
        study = study_asked(settings, demo)

    from interpret.runtime.mappers import mapper_for

    # these take seconds, so they stand behind the reading: an input that cannot be used is answered before
    mapper = mapper_for(jobs)
    mapper.prepare("interpret.command.imported_ahead")
    from interpret.pipeline import analyse
    from interpret.report.closing import closing_lines, reading_lines
    from interpret.report.output import NAMES, write_report
    from interpret.runtime.delivery import delivering
    from interpret.runtime.memory import open_memory
    from interpret.validation.judgement import Workers

    with delivering(out, NAMES, force=force) as folder:
        for line in reading_lines(study, settings.study.noun):
            console.print(line)
        with open_memory(progress.recalled, fresh=fresh) as memory:
            workers = Workers(mapper, jobs, progress, memory)
            findings = analyse(study, settings, workers, date=date, versions=versions())
            written = write_report(findings, folder, templates, progress, memory, workers.mapper)
    for line in memory.closing_lines():
        console.print(line)
    for line in closing_lines(findings):
        console.print(line)
    console.print(f"\nWritten to {out}: {', '.join(written.listed)}")
    if written.pdf_problem:
        errors.print("\nNo PDF was made: " + written.pdf_problem)
