"""Where everything came from: files, settings, versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from interpret.report import words
from interpret.report.blocks import Block, Prose, Section, Table, TableColumn, only_on_screen
from interpret.report.findings import Findings


def section(findings: Findings) -> Section:
    """Return the section on provenance."""
    blocks: tuple[Block, ...] = (
        _when(findings),
        *([files(findings)] if findings.sources else ()),  # a simulated study was read from none
        versions(findings),
        *only_on_screen([settings(findings)]),  # study.json, which travels inside the PDF, holds them too
    )
    return Section("provenance", "Files, settings and versions", blocks)


def _when(findings: Findings) -> Prose:
    study = findings.settings.study
    named = [
        f"{name}: {words.plain(value)}."
        for name, value in (
            *(("Study", study.id), ("Author", study.author), ("Version", study.version)),
            ("To be reviewed by", "; ".join(study.reviewers)),
        )
        if value
    ]
    seed = words.setting(findings.settings.seed)
    first = (
        f"This report carries the date {words.date(findings.date)}. All that is random in it descends from the seed "
        f"{seed}. The same files, settings and versions give the same bytes."
    )
    return Prose((" ".join([*named, first]),))


def files(findings: Findings) -> Table:
    """Return the input files with the start of their checksums."""
    rows = tuple(
        (words.plain(f.name), words.plain(f.role), words.file_size(f.size), words.checksum(f.sha256))
        for f in findings.sources
    )
    columns = (TableColumn("File"), TableColumn("Read as"), TableColumn("Size", "right"), TableColumn("SHA-256"))
    return Table("Input files (whole checksums in study.json)", columns, rows)


def settings(findings: Findings) -> Table:
    """Return every setting that can change a number and is set, a row a group as in study.toml."""
    rows = tuple(
        (name or "of the whole study", "; ".join(f"{key} = {words.setting(value)}" for key, value in group))
        for name, group in _groups(findings.settings.without_paths(), "")
    )
    return Table(
        "Settings (one that is not set is not listed)",
        (TableColumn("Group"), TableColumn("Settings", width="78%")),
        rows,
    )


def _groups(group: Mapping[str, Any], name: str) -> Iterator[tuple[str, list[tuple[str, object]]]]:
    """Yield each group that has settings of its own with them, and then those inside it."""
    own = [(key, value) for key, value in group.items() if not isinstance(value, Mapping) and value not in (None, "")]
    if own:
        yield name, own
    for key, value in group.items():
        if isinstance(value, Mapping):
            yield from _groups(value, f"{name}.{key}" if name else key)


def versions(findings: Findings) -> Prose:
    """Return the versions of this package, of Python and of what they stand on."""
    made = ", ".join(f"{words.plain(name)} {words.plain(version)}" for name, version in findings.versions.items())
    return Prose((f"Versions: {made}.",))
