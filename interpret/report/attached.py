"""What travels inside report.pdf: the gene table and a study.json without patients, or all data where asked for."""

from __future__ import annotations

from collections.abc import Mapping

from interpret.report.files import FILES
from interpret.report.files.study_without_patients import study_without_patients
from interpret.report.findings import Findings
from interpret.report.render.pdf import Attachment

_MIME = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_GENES, _STUDY = "genes.csv", "study.json"
_SAID = {
    _GENES: "Every gene tested, one row a gene",
    _STUDY: "Findings, settings, seed, versions and input hashes",
}
_SUMMARY = "Findings without patients, settings, seed, versions and input hashes"


def attached_names(findings: Findings) -> tuple[str, ...]:
    """Return the names of the files that are attached, for the words of the report."""
    if findings.settings.report.attach == "summary":
        return _GENES, _STUDY
    return tuple(file.name for file in FILES if file.wanted(findings))


def attached(findings: Findings, contents: Mapping[str, bytes]) -> tuple[Attachment, ...]:
    """Return the files to attach; `contents` are the files of the report's folder by name.

    By default study.json is not the one of the folder: it names no patient and holds no single patient's value, so
    that a PDF that is passed on carries none away.
    """
    given, said = {name: contents[name] for name in attached_names(findings) if name in contents}, _SAID
    if findings.settings.report.attach == "summary":
        given[_STUDY] = study_without_patients(findings)
        said = _SAID | {_STUDY: findings.settings.study.noun.said(_SUMMARY)}
    return tuple(
        Attachment(name, content, said.get(name, f"The file {name} of the report's folder"), _MIME[name.split(".")[-1]])
        for name, content in given.items()
    )
