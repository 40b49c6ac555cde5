"""Class files of GenePattern and GSEA (.cls): the classes in the order of the samples, without their names.

The formats GCT, RES and CLS are described in the guide to GenePattern's file formats and in that of GSEA
(software.broadinstitute.org/cancer/software/gsea/wiki, "Data formats").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from interpret.data.readers.content import read_content
from interpret.data.readers.delimited import Record
from interpret.data.readers.matrix import SAMPLE, Own
from interpret.data.readers.sheet import SampleSheet
from interpret.data.readers.text import decoded
from interpret.data.study import SourceFile
from interpret.data.wording import count, some
from interpret.errors import InputError

CLASS = "class"


@dataclass(frozen=True)
class ClassFile:
    """The label of each sample, by position."""

    ROLE: ClassVar[str] = "class file"

    name: str
    source: SourceFile
    labels: tuple[str, ...]

    def beside(self, samples: Sequence[str], known: SampleSheet | None) -> Own:
        """Return the classes of these samples, with what else is known of them.

        Raises
        ------
        InputError
            Another number of samples.
        """
        if len(samples) != len(self.labels):
            raise InputError(
                f"the class file has {count(len(self.labels), 'label')} for {count(len(samples), 'sample')}",
                where=f"{self.name}, line 3",
                wanted="one label for each sample of the expression file, in its order",
                remedy="use the class file of this expression file",
            )
        columns: tuple[str, ...] = (SAMPLE,)
        cells: list[tuple[str, ...]] = [(sample,) for sample in samples]
        if known is not None:
            columns, cells = known.columns, [record.cells for record in known.records]
        name = CLASS if CLASS not in columns else f"{CLASS} of {Path(self.name).name}"
        records = tuple(Record(3, (*row, label)) for row, label in zip(cells, self.labels, strict=True))
        return Own(SampleSheet(self.name, self.source, (*columns, name), records), name)


def is_class_file(path: Path) -> bool:
    """Return whether the name says that it is a class file."""
    return path.suffix.casefold() == ".cls"


def class_file_beside(path: Path) -> Path | None:
    """Return the class file that lies beside an expression file under the same name, where there is one."""
    stem = path.with_suffix("") if path.suffix.casefold() == ".gz" else path
    found = [stem.with_suffix(suffix) for suffix in (".cls", ".CLS")]
    return next((candidate for candidate in found if candidate.is_file() and candidate != path), None)


def read_classes(path: Path) -> ClassFile:
    """Read a class file: `samples classes 1`, `# names of the classes`, and a label for each sample.

    A label is the name of a class or stands for one. Which class it stands for is told by GenePattern's rule (0 is the
    first class) and by GSEA's (the label met first is the first class); where the two differ the file is refused.

    Raises
    ------
    InputError
        Not three lines, counts that do not match, labels that can be read in two ways, or a continuous phenotype.
    """
    content = read_content(path, ClassFile.ROLE)
    lines = [line.split() for line in decoded(content).text.split("\n") if line.strip()]
    name = content.name
    if lines[0][0].casefold().startswith("#numeric"):
        raise InputError(
            "the class file holds measurements, not classes",
            where=f"{name}, line 1",
            wanted="a class for every sample",
            remedy="name a sample sheet with the classes: --samples SHEET --outcome COLUMN",
        )
    samples, classes = _counts(lines[0], name)
    names = _names(lines[1] if len(lines) > 1 else [], classes, name)
    if len(lines) != 3:  # noqa: PLR2004  the format has three
        raise _fault(f"it has {count(len(lines), 'line')} that {'is' if len(lines) == 1 else 'are'} not empty", name, 3)
    labels = lines[2]
    if len(labels) != samples:
        raise _fault(f"line 1 says {count(samples, 'sample')}, line 3 has {count(len(labels), 'label')}", name, 3)
    return ClassFile(name, content.source, _named(labels, names, name))


def _counts(cells: list[str], name: str) -> tuple[int, int]:
    numbers = [int(cell) for cell in cells if cell.isascii() and cell.isdecimal() and len(cell) < 10]  # noqa: PLR2004
    if len(numbers) != len(cells) or len(numbers) != 3:  # noqa: PLR2004  samples, classes, and a 1
        raise _fault(f"line 1 holds {' '.join(cells)[:60]!r}", name, 1)
    return numbers[0], numbers[1]


def _names(cells: list[str], classes: int, name: str) -> list[str]:
    if not cells or not cells[0].startswith("#"):
        raise _fault("line 2 does not begin with # and the names of the classes", name, 2)
    names = [cell for cell in (cells[0].lstrip("#"), *cells[1:]) if cell]
    if len(names) != classes or len(set(names)) != classes:
        raise _fault(f"line 1 says {classes} classes, line 2 names {len(set(names))}: {some(names) or 'none'}", name, 2)
    return names


def _named(labels: list[str], names: list[str], name: str) -> tuple[str, ...]:
    """Return the class of each label."""
    met = list(dict.fromkeys(labels))
    if set(met) <= set(names):
        return tuple(labels)
    if len(met) != len(names):
        raise _fault(f"{len(names)} classes are named, {len(met)} labels occur: {some(met)}", name, 3)
    by_order = dict(zip(met, names, strict=True))
    numbered = {str(number): label for number, label in enumerate(names)}
    if set(met) == set(numbered) and by_order != numbered:
        raise InputError(
            f"the labels can be read in two ways: the first one is {met[0]}, which is {names[0]} by GSEA's rule (in "
            f"order of appearance) and {numbered[met[0]]} by GenePattern's (0 is the first class)",
            where=f"{name}, line 3",
            wanted="labels that can be read in one way only",
            remedy="write the names of the classes into line 3 instead of numbers",
        )
    return tuple(by_order[label] for label in labels)


def _fault(found: str, name: str, line: int) -> InputError:
    return InputError(
        f"the class file cannot be understood: {found}",
        where=f"{name}, line {line}",
        wanted="three lines: numbers of samples and classes and a 1; # and the names of the classes; a label a sample",
        remedy="correct it, or name a sample sheet instead: --samples SHEET --outcome COLUMN",
    )
