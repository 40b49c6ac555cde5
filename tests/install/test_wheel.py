"""What an installation from the wheel holds, seen from outside the checkout."""

from __future__ import annotations

import ast
import email.message
import email.parser
import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built by the declared backend from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder), cwd=CHECKOUT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that holds the installed wheel and nothing else; no package index is asked."""
    folder = tmp_path_factory.mktemp("installed")
    options = ("--no-deps", "--no-index", "--no-compile", "--disable-pip-version-check", "--quiet")
    _run(sys.executable, "-m", "pip", "install", *options, "--target", str(folder), str(wheel), cwd=folder)
    return folder


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def _run(*command: str, cwd: Path, **variables: str) -> str:
    done = subprocess.run(  # noqa: S603  our own commands
        command, cwd=cwd, env=os.environ | variables, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def _metadata(wheel: Path) -> email.message.Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return email.parser.HeaderParser().parsestr(archive.read(name).decode("utf-8"))


def test_every_template_and_font_of_the_checkout_is_in_the_wheel(wheel: Path) -> None:
    tracked = [path for path in (CHECKOUT / "templates").rglob("*") if path.is_file()]
    with zipfile.ZipFile(wheel) as archive:
        for path in tracked:
            inside = "interpret/_templates/" + path.relative_to(CHECKOUT / "templates").as_posix()
            assert archive.read(inside) == path.read_bytes(), inside
    assert {path.suffix for path in tracked} >= {".j2", ".css", ".js", ".woff2"}


def test_every_module_is_in_the_wheel_and_nothing_else_is(wheel: Path) -> None:
    modules = {path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / "interpret").rglob("*.py")}
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    assert modules <= inside
    assert "interpret/py.typed" in inside
    assert {name.split("/")[0].split("-")[0] for name in inside} == {"interpret", "interpret_expression"}
    assert not [name for name in inside if "__pycache__" in name]


def test_metadata_says_what_the_project_file_says(wheel: Path) -> None:
    metadata = _metadata(wheel)
    assert metadata["Name"] == "interpret-expression"
    assert metadata["Version"] == PROJECT["version"]
    assert metadata["License-Expression"] == "MIT"
    python = metadata["Requires-Python"]
    assert isinstance(python, str)
    assert set(python.split(",")) == {">=3.11", "<3.14"}
    required = {_name(line) for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line}
    assert required == {_name(line) for line in PROJECT["dependencies"]}


def test_the_licences_are_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        licences = {
            name.split(".dist-info/licenses/")[1]: archive.read(name).decode("utf-8")
            for name in archive.namelist()
            if ".dist-info/licenses/" in name
        }
    assert licences["LICENSE"] == (CHECKOUT / "LICENSE").read_text(encoding="utf-8")
    assert "MIT License" in licences["LICENSE"]
    assert "SIL OPEN FONT LICENSE" in licences["templates/fonts/LICENSE-Inter.txt"].upper()


def test_the_same_checkout_gives_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path), cwd=CHECKOUT)
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def test_the_installed_command_runs_from_the_installed_package(installed: Path, tmp_path: Path) -> None:
    shown = _run(str(installed / "bin" / "interpret"), "report", "--help", cwd=tmp_path, PYTHONPATH=str(installed))
    assert "--demo" in shown
    where = _run(
        sys.executable, "-c", "import interpret; print(interpret.__file__)", cwd=tmp_path, PYTHONPATH=str(installed)
    )
    assert Path(where.strip()).parent == installed / "interpret"


def test_the_installed_package_finds_its_own_templates(installed: Path, tmp_path: Path) -> None:
    code = "from interpret.report.render.environment import template_folders as f; print(*f(), sep='\\n')"
    (folder,) = _run(sys.executable, "-c", code, cwd=tmp_path, PYTHONPATH=str(installed)).splitlines()
    assert Path(folder) == installed / "interpret" / "_templates"
    assert (Path(folder) / "report.html.j2").is_file()


def test_every_import_belongs_to_a_declared_dependency() -> None:
    """A module that comes only with the test tools, or with a lucky version of something else, is missing elsewhere.

    What comes with an extra for users may be imported where it is used, inside a function, and never with the package.
    """
    providers = importlib.metadata.packages_distributions()
    always = _closure({_name(line) for line in PROJECT["dependencies"]})
    extras = [lines for name, lines in PROJECT["optional-dependencies"].items() if name != "test"]
    sometimes = always | _closure({_name(line) for lines in extras for line in lines})
    strangers = {
        f"{path.relative_to(CHECKOUT)}: {module}"
        for path in (CHECKOUT / "interpret").rglob("*.py")
        for imported, reachable in ((_imported(path, deferred=False), always), (_imported(path), sometimes))
        for module in imported - sys.stdlib_module_names - {"interpret"}
        if not {_name(provider) for provider in providers.get(module, [module])} & reachable
    }
    assert not strangers


def _name(requirement: str) -> str:
    """Return the normalised name of the distribution in a requirement."""
    (name,) = re.findall(r"^[\w.-]+", requirement)
    return re.sub(r"[-_.]+", "-", name).lower()


def _closure(names: set[str]) -> set[str]:
    """Return the names and all that they require on this platform without an extra."""
    found: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        found.add(name)
        try:
            required = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:  # required on another platform only
            continue
        waiting |= {_name(line) for line in required if "extra ==" not in line} - found
    return found


def _imported(path: Path, *, deferred: bool = True) -> set[str]:
    """Return the top-level modules that a file imports, with or without those imported inside functions."""
    modules = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not deferred:
        later = {id(node) for outer in ast.walk(tree) if isinstance(outer, FUNCTIONS) for node in ast.walk(outer)}
    for node in ast.walk(tree):
        if not deferred and id(node) in later:
            continue
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules.add(node.module)
    return {module.partition(".")[0] for module in modules}
