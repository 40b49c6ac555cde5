"""Where everything came from: files, settings, versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from interpret.report import words
from interpret.report.blocks import Block, Prose, Section, Table, TableColumn
from interpret.report.findings import Findings


def section(findings: Findings) -> Section:
    """Return the section on provenance."""
    blocks: tuple[Block, ...] = (_when(findings), files(findings), settings(findings), versions(findings))
    return Section("provenance", "Files, settings and versions", blocks)


def _when(findings: Findings) -> Prose:
    study = findings.settings.study
    named = [
        f"{name}: {words.plain(value)}."
        for name, value in (("Study", study.id), ("Author", study.author), ("Version", study.version))
        if value
    ]
    first = (
        f"This report carries the date {words.date(findings.date)} and was made with seed "
        f"{words.setting(findings.settings.seed)}. The same files, settings and versions give the same bytes."
    )
    return Prose((" ".join([*named, first]),))


def files(findings: Findings) -> Table:
    """Return the input files with the start of their checksums."""
    rows = tuple(
        (words.plain(f.name), words.plain(f.role), words.file_size(f.size), words.checksum(f.sha256))
        for f in findings.sources
    )
    columns = (TableColumn("File"), TableColumn("Read as"), TableColumn("Size", "right"), TableColumn("SHA-256"))
    return Table("Input files", columns, rows, "The whole checksums stand in study.json.")


def settings(findings: Findings) -> Table:
    """Return every setting that can change a number."""
    rows = tuple((key, words.setting(value)) for key, value in _flat(findings.settings.without_paths(), ""))
    return Table("Settings", (TableColumn("Setting"), TableColumn("Value")), rows)


def _flat(group: Mapping[str, Any], before: str) -> Iterator[tuple[str, object]]:
    for key, value in group.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def versions(findings: Findings) -> Table:
    """Return the versions of this package, of Python and of what they stand on."""
    rows = tuple((words.plain(name), words.plain(version)) for name, version in findings.versions.items())
    return Table("Versions", (TableColumn("Package"), TableColumn("Version")), rows)
