"""The package as a whole: what importing it costs, what it offers, what it ships."""

from __future__ import annotations

import ast
import doctest
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import import_module
from pathlib import Path
from typing import cast

import pytest

import standoff

HEAVY = ["altair", "cyclopts", "jinja2", "numba", "numpy", "pydantic", "rich", "scipy", "yaml"]
PACKAGE = Path(standoff.__path__[0])
MODULES = {
    ".".join(("standoff", *file.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(
        ".__init__"
    ): file
    for file in sorted(PACKAGE.rglob("*.py"))
}


HOMES = cast(dict[str, str], vars(standoff)["_HOMES"])
#: Rooms that can be called, and the function that they are then.
CALLED = {"report": "standoff.report:report", "solve": "standoff.solve:solve"}


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments], capture_output=True, text=True
    )


def test_importing_the_package_loads_nothing_heavy() -> None:
    done = run_python("-c", "import sys, standoff; print(*sys.modules)")
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "standoff" in loaded
    assert loaded.isdisjoint(HEAVY)
    assert {name for name in loaded if name.startswith("standoff.")} == set()


@pytest.mark.parametrize("name", sorted(HOMES))
def test_each_public_name_is_what_lives_at_its_home(name: str) -> None:
    module_name, _, inside = HOMES[name].partition(":")
    module = import_module(module_name)
    assert getattr(standoff, name) is (getattr(module, inside) if inside else module)
    assert name in dir(standoff)


def test_a_question_stays_a_function_whatever_is_imported_later() -> None:
    """Modules of `standoff.study` are called like what they hold."""
    modules = [name for name in MODULES if name.startswith("standoff.study.")]
    code = (
        "import sys, types, standoff.study as study; from importlib import import_module;"
        f"names = {modules!r};"
        "public = {n: getattr(study, n) for n in vars(study) if n[0] != '_'};"
        "offered = {n for n, f in public.items() if not isinstance(f, types.ModuleType)};"
        "[import_module(name) for name in names];"
        "print(*sorted(n for n in offered if isinstance(getattr(study, n), types.ModuleType)));"
        "print(len(offered))"
    )
    done = run_python("-c", code)
    assert done.returncode == 0, done.stderr
    replaced, n = done.stdout.splitlines()
    assert replaced == ""
    assert int(n) > 25


def _offered(package: str) -> set[str]:
    """Public names of a package: `import x as x`, and what `__all__` lists."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(MODULES[package].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names |= {each.name for each in node.names if each.asname == each.name}
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            names |= set(ast.literal_eval(node.value))
    return names


#: Modules that still have the name of a function in front of them: none may be added.
HIDDEN = {
    "standoff.brief.plausible",
    "standoff.game.lower",
    "standoff.solve.verify",
    *(
        f"standoff.study.{name}"
        for name in (
            *("along", "analyze", "given_data", "local", "logit_slopes"),
            *("rule_dependence", "sobol_indices", "timeline", "totals"),
        )
    ),
}


def test_no_other_public_name_hides_a_module() -> None:
    """A function named like a module turns into the module, or hides it, by order of imports."""
    packages = [name for name, file in MODULES.items() if file.name == "__init__.py"]
    offered = [f"{package}.{name}" for package in packages for name in _offered(package)]
    assert len(offered) > 100
    hidden = {
        name
        for name in offered
        if name in MODULES
        and getattr(import_module(name.rpartition(".")[0]), name.rpartition(".")[2])
        is not import_module(name)
    }
    assert hidden == HIDDEN


@pytest.mark.parametrize("name", sorted(HOMES))
def test_a_public_name_does_not_depend_on_what_was_imported_before(name: str) -> None:
    """A function named like a room would turn into the room once something imports the room."""
    module_name, _, inside = HOMES[name].partition(":")
    room = PACKAGE / name
    assert not inside or not (room.exists() or room.with_suffix(".py").exists()), (
        f"standoff.{name} is both {module_name}:{inside} and the module {room}"
    )


@pytest.mark.parametrize("first", ["from standoff import", "import standoff."])
@pytest.mark.parametrize("name", sorted(CALLED))
def test_a_room_can_be_called_whatever_is_imported_first(name: str, first: str) -> None:
    imports = [
        f"from standoff import {name} as verb",
        f"import standoff.{name} as room, standoff",
    ]
    imports.sort(key=lambda line: not line.startswith(first))
    module, _, function = CALLED[name].partition(":")
    code = [
        *imports,
        "from inspect import signature",
        f"from {module} import {function} as inside",
        f"assert verb is room is standoff.{name}",
        "assert signature(verb) == signature(inside)",
        "try: verb()",
        "except TypeError as error: print(error)",
    ]
    done = run_python("-c", "\n".join(code))
    assert done.returncode == 0, done.stderr
    assert "() missing" in done.stdout


def test_editors_are_told_the_same_homes() -> None:
    source = MODULES["standoff"].read_text(encoding="utf-8")
    block = next(
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    told: dict[str, str] = {}
    for line in block.body:
        assert isinstance(line, ast.ImportFrom)
        for alias in line.names:
            name = alias.asname or alias.name
            room = line.module == "standoff"
            told[name] = f"{line.module}{'.' if room else ':'}{alias.name}"
    assert told == HOMES | CALLED


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'stand_down'"):
        _ = standoff.stand_down


def test_python_dash_m_speaks_for_the_same_version() -> None:
    done = run_python("-m", "standoff", "--version")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == standoff.__version__


def test_the_package_says_that_it_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()


@pytest.mark.parametrize("name", [name for name in MODULES if name != "standoff.__main__"])
def test_examples_in_docstrings_are_true(name: str) -> None:
    module = import_module(name)
    failed = doctest.testmod(module, optionflags=doctest.ELLIPSIS).failed
    assert failed == 0


def test_every_file_says_what_it_is_for() -> None:
    silent = [
        name
        for name, file in MODULES.items()
        if not ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_the_lock_names_no_address(root: Path) -> None:
    for lock in sorted((root / "requirements").glob("*.txt")):
        lines = lock.read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if "://" in line or " @ " in line] == []
        pins = [line for line in lines if line and not line.startswith((" ", "#"))]
        assert pins
        assert [line for line in pins if "==" not in line] == []
        assert sum("--hash=sha256:" in line for line in lines) >= len(pins)
    assert not (root / "uv.lock").exists()


def test_make_installs_with_a_pip_that_is_locked(root: Path) -> None:
    lock = (root / "requirements" / "installer.txt").read_text(encoding="utf-8")
    assert re.findall(r"^([a-z]+)==", lock, flags=re.MULTILINE) == ["pip"]
    recipe = (root / "Makefile").read_text(encoding="utf-8").partition("\n$(VENV)/.run:")[2]
    installed = re.findall(r"^\t\$\(INSTALL\) -r \$\((\w+)\)", recipe, flags=re.MULTILINE)
    assert installed[:2] == ["INSTALLER_LOCK", "RUN_LOCK"]


def test_the_same_pythons_are_promised_everywhere(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">=3.11,<3.15"
    for name in ("Makefile", ".ci/matrix"):
        assert "(3, 11) <= sys.version_info < (3, 15)" in (root / name).read_text(encoding="utf-8")
    for name in ("README.md", "CONTRIBUTING.md"):
        assert "Python 3.11, 3.12, 3.13 or 3.14" in (root / name).read_text(encoding="utf-8")


def test_a_wheel_has_the_founding_case_and_needs_no_checkout(root: Path, tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")],
        capture_output=True,
        text=True,
        cwd=root,
    )
    assert built.returncode == 0, built.stderr
    [wheel] = (tmp_path / "dist").iterdir()
    assert wheel.name.endswith("-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as packed:
        assert not [name for name in packed.namelist() if "__pycache__" in name]
        packed.extractall(tmp_path / "lib")
    case = tmp_path / "lib/standoff/cases/cienfuegos/case.yaml"
    assert case.read_bytes() == (root / "cases/cienfuegos/case.yaml").read_bytes()
    (tmp_path / "elsewhere").mkdir()
    code = (
        "import standoff; from standoff.cli._files import worked_case;"
        "print(standoff.__path__[0], worked_case('cienfuegos'), sep='\\n')"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=tmp_path / "elsewhere",
        env={**os.environ, "PYTHONPATH": str(tmp_path / "lib")},
    )
    assert found.stdout.splitlines() == [str(tmp_path / "lib/standoff"), str(case)], found.stderr


def test_the_lock_is_as_wide_as_what_is_declared(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    run, dev = (
        dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, flags=re.MULTILINE))
        for text in (
            (root / "requirements" / name).read_text(encoding="utf-8")
            for name in ("run.txt", "dev.txt")
        )
    )
    for declared, locked in [
        (project["project"]["dependencies"] + groups["build"], run),
        (groups["dev"] + groups["bench"], dev),
    ]:
        names = [re.split(r"[^a-z0-9-]", line)[0] for line in declared if isinstance(line, str)]
        assert [name for name in names if name not in locked] == []
    assert run.items() <= dev.items()
