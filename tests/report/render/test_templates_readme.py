"""What templates/README.md says is what there is; and every file of the templates can be the reader's own."""

from __future__ import annotations

import base64
import dataclasses
import re
import typing
from pathlib import Path

import jinja2
import pytest

from interpret.report.blocks import Block, Figure, House, Listing, Medium, Own, Report, Section, TableColumn
from interpret.report.render.environment import build_environment, render_template, template_folders
from interpret.report.render.exploring import Explorer

FOLDER = template_folders()[0]
README = (FOLDER / "README.md").read_text(encoding="utf-8")
FILES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())
KINDS = typing.get_args(Block)
DRAWN = [name for name in FILES if name.endswith((".j2", ".css", ".js", ".woff2"))]
MEDIA: tuple[Medium, ...] = typing.get_args(Medium)
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
MARK = "OWN-AND-NO-OTHER"


def test_every_file_is_named() -> None:
    names = [name for name in FILES if not name.startswith(("fonts/", "blocks/")) and name != "README.md"]
    assert not [name for name in (*names, "fonts/", "blocks/elsewhere.html.j2") if f"`{name}`" not in README]


def test_every_kind_of_block_is_named_with_its_fields_and_has_a_template() -> None:
    rows = dict(re.findall(r"^\| `([a-z]+)` \| (.*) \|$", README, re.MULTILINE))
    for kind in KINDS:
        name = next(field.default for field in dataclasses.fields(kind) if field.name == "kind")
        assert (FOLDER / "blocks" / f"{name}.html.j2").is_file(), name
        for field in dataclasses.fields(kind):
            if field.name not in {"kind", "on_paper"}:
                assert re.search(rf"\b{field.name}\b", rows[name]), f"{name}: {field.name}"
    assert all(re.search(rf"\b{field.name}\b", rows["table"]) for field in dataclasses.fields(TableColumn))


def test_every_name_that_a_template_is_given_is_named() -> None:
    bare = jinja2.Environment(autoescape=True)
    environment = build_environment((FOLDER,))
    functions = set(environment.globals) - set(bare.globals)
    filters = set(environment.filters) - set(bare.filters)
    assert functions
    assert filters
    assert not [name for name in functions if f"`{name}(" not in README]
    assert not [name for name in filters if f"| {name}`" not in README.replace("\\|", "|")]
    fields = [field.name for record in (Report, House) for field in dataclasses.fields(record)]
    assert not [name for name in fields if not re.search(rf"\b{name}\b", README)]


@pytest.fixture(scope="module")
def everything(report: Report) -> Report:
    """Return a report with what only a few have: an institution, blocks that paper lacks, a section of one's own."""
    screen = Section(
        "screen",
        "On the screen",
        (
            Figure("T", _SVG, "c", "a", how_to_read="A dot is a gene.", on_paper=False),
            Listing(("A work.",)),
        ),
    )
    own = Section("ethics", "Ethics", (Own("sections/ethics.html.j2"),))
    house = House("A Clinic", "data:image/png;base64,AA==", "desk", "Ask first.")
    return dataclasses.replace(report, house=house, sections=(*report.sections, screen, own))


@pytest.mark.parametrize("name", DRAWN)
def test_a_file_of_the_readers_own_stands_in_place_of_ours(name: str, everything: Report, tmp_path: Path) -> None:
    (tmp_path / "sections").mkdir()
    (tmp_path / "sections" / "ethics.html.j2").write_text("<p>Approved.</p>")
    own = tmp_path / name
    own.parent.mkdir(parents=True, exist_ok=True)
    if name.endswith(".woff2"):
        own.write_bytes(MARK.encode())
        wanted = base64.b64encode(MARK.encode()).decode()
    else:
        own.write_text(own_text((FOLDER / name).read_text(encoding="utf-8"), name), encoding="utf-8")
        wanted = MARK
    explorer = Explorer("Genes", "All.", "Patients", "Patient", "Choose.", "{}", "{}")
    drawn = [render_template(everything, medium, tmp_path, explorer) for medium in MEDIA]
    assert any(wanted in one for one in drawn), f"{name} is drawn from the package, whatever the reader has"


def own_text(text: str, name: str) -> str:
    return text + (MARK if name.endswith(".j2") else f"\n/* {MARK} */")
