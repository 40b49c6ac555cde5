"""The works that sentences of this package cite, by the identifier they give: authors, year, title and journal.

Volume and pages stand there where they were found with the identifier; the identifier itself is what leads to a work.
"""

from __future__ import annotations

from interpret.report.bibliography.models import MODELS
from interpret.report.bibliography.numbers import NUMBERS

BIBLIOGRAPHY: dict[str, str] = {**NUMBERS, **MODELS}
