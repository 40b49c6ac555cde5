"""Study reports for two-group gene-expression studies: tests, honest classifiers, explanations, HTML and PDF.

>>> import interpret
>>> study = interpret.simulate_study()  # doctest: +SKIP
>>> findings = interpret.analyse(study, interpret.Settings(), date=date(2026, 1, 2))  # doctest: +SKIP
>>> findings.genes.called(0.05).head()  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interpret.data.cohort import Cohort as Cohort
    from interpret.data.demo import simulate_study as simulate_study
    from interpret.data.expression import Expression as Expression
    from interpret.data.read import read_study as read_study
    from interpret.errors import InterpretError as InterpretError
    from interpret.models.disk import read_model as read_model
    from interpret.pipeline import analyse as analyse
    from interpret.report.files.formula_cells import as_read as as_read
    from interpret.report.findings import Findings as Findings
    from interpret.report.output import write_report as write_report
    from interpret.settings import Settings as Settings

_PLACE = {
    "Cohort": "interpret.data.cohort",
    "Expression": "interpret.data.expression",
    "Findings": "interpret.report.findings",
    "InterpretError": "interpret.errors",
    "Settings": "interpret.settings",
    "analyse": "interpret.pipeline",
    "as_read": "interpret.report.files.formula_cells",
    "read_model": "interpret.models.disk",
    "read_study": "interpret.data.read",
    "simulate_study": "interpret.data.demo",
    "write_report": "interpret.report.output",
}
__all__ = sorted(_PLACE)  # noqa: PLE0605  a list of the names above


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, so that `interpret --help` does not wait for the science."""
    if name not in _PLACE:
        raise AttributeError(f"module 'interpret' has no attribute {name!r}")
    return getattr(import_module(_PLACE[name]), name)
