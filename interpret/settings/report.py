"""What is shown of the findings, and in whose name."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from interpret.settings.group import Group


class AddedSection(Group):
    """A section of the author's own: plain text, or the template `sections/ANCHOR.html.j2` of `--templates`.

    A blank line in `text` begins a paragraph. Its place is that of `anchor` in `sections`, else before the methods.
    """

    anchor: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str = Field(min_length=1)
    text: str = ""


class ReportSettings(Group):
    """What is shown of the findings, and in whose name. Nothing here changes a number.

    Without `patient_data` no output holds a value, a call or a name of a single patient. `institution`, `logo` (PNG or
    SVG) and `contact` stand on the first page, `disclaimer` beside the line that the report is for research. The marks
    of numbers hold for reports and not for the files that machines read.

    `attach` is what travels inside report.pdf: the gene table and a study.json that names no patient, or all data.

    `sections` are the anchors of sections in the order wanted, others are dropped; page 1, the limits and the methods
    cannot be. An empty list: all of them. `added` are sections of the author's own.
    """

    patient_data: bool = True
    attach: Literal["summary", "all"] = "summary"
    institution: str = ""
    logo: Path | None = None
    contact: str = ""
    disclaimer: str = ""
    decimal_mark: Literal[".", ","] = "."
    thousands_mark: Literal[",", ".", "thin space", "none"] = ","
    sections: tuple[str, ...] = ()
    added: tuple[AddedSection, ...] = ()

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        if self.decimal_mark == self.thousands_mark:
            message = f"decimal_mark and thousands_mark are both {self.decimal_mark!r}: no number could be read"
            raise ValueError(message)
        return self
