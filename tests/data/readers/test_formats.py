"""The registry of formats, and that what is said of it elsewhere names every one."""

from __future__ import annotations

from pathlib import Path

from data.readers.test_mutations import STUDY
from data.readers.writers import WRITERS
from typer.testing import CliRunner

from interpret.cli import app
from interpret.data.readers import READERS
from interpret.data.readers.format import Start

README = Path(__file__).resolve().parents[3] / "README.md"


def test_every_format_is_listed() -> None:
    table = README.read_text(encoding="utf-8").partition("### Formats")[2].partition("### ")[0]
    assert [form.key for form in READERS if f"`{form.key}`" not in table] == []
    help_text = CliRunner().invoke(app, ["report", "--help"]).output.casefold()
    words = (
        "csv",
        "excel",
        "parquet",
        "feather",
        "h5ad",
        "gct",
        "res",
        "geo",
        "arff",
        "featurecounts",
        "htseq",
        "star",
    )
    assert [word for word in words if word not in help_text] == []


def test_each_file_is_recognised_by_its_own_reader_first(tmp_path: Path) -> None:
    names = {"feature counts": "featurecounts", "parquet": "arrow", "feather": "arrow", "gct 1.3": "gct"}
    keys = {form.key for form in READERS}
    for kind, write in WRITERS.items():
        folder = tmp_path / kind
        folder.mkdir()
        wanted = names.get(kind, kind if kind in keys else "text")
        start = Start(write(folder, STUDY).path)
        assert next(form.key for form in READERS if form.recognises(start)) == wanted


def test_the_keys_are_unique_and_text_comes_last() -> None:
    assert len({form.key for form in READERS}) == len(READERS)
    assert READERS[-1].key == "text"
