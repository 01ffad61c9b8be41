"""What the source is kept from, because it would only go wrong on some other machine."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = {
    str(file.relative_to(ROOT)): ast.parse(file.read_text(encoding="utf-8"))
    for file in sorted((ROOT / "src").rglob("*.py"))
}
#: Modules that Windows lacks, and what it lacks of `os` and `signal` (macOS lacks a part of it).
POSIX_MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "readline", "resource", "termios", "tty"}
POSIX_NAMES = {
    *(
        "O_CLOEXEC",
        "O_DIRECTORY",
        "O_NOFOLLOW",
        "O_NONBLOCK",
        "O_SYNC",
        "chown",
        "chroot",
        "fchmod",
    ),
    *("fork", "forkpty", "geteuid", "getgid", "getloadavg", "getpgid", "getppid", "getuid", "kill"),
    *("killpg", "mkfifo", "nice", "openpty", "posix_spawn", "pread", "preadv", "pwrite", "pwritev"),
    *("register_at_fork", "sched_getaffinity", "sendfile", "setpgid", "setsid", "statvfs", "sync"),
    *("umask", "uname", "wait3", "wait4", "waitid"),
    *("SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGUSR1", "SIGUSR2"),
    *("alarm", "pause", "pthread_kill", "pthread_sigmask", "setitimer", "sigwait"),
}
SEAM = "src/standoff/system.py"
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def shadowing(tree: ast.Module) -> list[str]:
    """Return "line: name" for each variable of a comprehension that hides what the module uses.

    Python 3.12.0 and 3.12.1 take one for the other when a second comprehension of the same function
    uses the name of the module, or the builtin. Lambdas are no better to read.
    """
    bound = [(node.lineno, name) for node in ast.walk(tree) for name in sorted(_bound(node))]
    used = set(_module_names(tree))
    if any(hasattr(builtins, name) for _, name in bound):
        used |= {name for name in _loaded(tree, frozenset()) if hasattr(builtins, name)}
    return [f"{line}: {name}" for line, name in bound if name in used]


def _module_names(node: ast.AST) -> Iterator[str]:
    """Yield what the statements of a module bind, also inside `if`, `try`, `for` and `with`."""
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield inner.name
        elif isinstance(inner, ast.alias):
            yield (inner.asname or inner.name).split(".")[0]
        elif isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            yield inner.id
        elif not isinstance(inner, (*COMPREHENSIONS, ast.Lambda)):
            yield from _module_names(inner)


def _bound(node: ast.AST) -> set[str]:
    """Return the variables of a comprehension or a lambda."""
    if isinstance(node, ast.Lambda):
        return {inner.arg for inner in ast.walk(node.args) if isinstance(inner, ast.arg)}
    if not isinstance(node, COMPREHENSIONS):
        return set()
    return {
        inner.id
        for part in node.generators
        for inner in ast.walk(part.target)
        if isinstance(inner, ast.Name)
    }


def _loaded(node: ast.AST, hidden: frozenset[str]) -> Iterator[str]:
    """Yield the names that are read where no comprehension around them binds them."""
    hidden |= _bound(node)
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in hidden:
        yield node.id
    for inner in ast.iter_child_nodes(node):
        yield from _loaded(inner, hidden)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from m import column\nx = {n: column for n, column in y}", ["2: column"]),
        ("def f(x): ...\ng = lambda f: f", ["2: f"]),
        ("class A:\n    b = [A for A in y]", ["2: A"]),
        ("def f(y):\n    return [id for id in y], [id(x) for x in y]", ["2: id"]),
        ("a = 1\ndef f(y):\n    def g():\n        return {a for a in y}", ["4: a"]),
        ("def f(y):\n    return [id for id in y]", []),
        ("def f(a):\n    return [b for b in a]\nx = [a for a in f(1)]", []),
    ],
)
def test_a_shadowed_name_is_found(source: str, found: list[str]) -> None:
    assert shadowing(ast.parse(source)) == found


def test_no_comprehension_hides_a_name_of_its_module() -> None:
    assert found_by(shadowing) == {}


def found_by(look: Callable[[ast.Module], list[str]]) -> dict[str, list[str]]:
    """Return what was found in the package, by file."""
    found = {name: look(tree) for name, tree in PACKAGE.items()}
    return {name: lines for name, lines in found.items() if lines}


def posix_only(tree: ast.Module) -> list[str]:
    """Return "line: name" for what only POSIX systems have, and for the folders of one of them."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node.lineno, each.name) for each in node.names if each.name in POSIX_MODULES]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
            posix = {f"{room}.{name}" for room in ("os", "signal") for name in POSIX_NAMES}
            found += [(node.lineno, str(name)) for name in names & (POSIX_MODULES | posix)]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id in ("os", "signal") and node.attr in POSIX_NAMES:
                found.append((node.lineno, f"{node.value.id}.{node.attr}"))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            path_or_name = node.value in POSIX_MODULES or node.value in {"fork", "forkserver"}
            if path_or_name or node.value.startswith(("/dev/", "/proc/", "/tmp/", "/var/")):
                found.append((node.lineno, node.value))
    return [f"{line}: {name}" for line, name in sorted(found)]


def without_encoding(tree: ast.Module) -> list[str]:
    """Return "line: call" for text that is read or written as this system is used to.

    Text is written by `standoff.text.file.write_text`, which also keeps the ends of lines.
    """
    found: list[str] = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) and node.func.id == "open" else name
        said = {each.arg for each in node.keywords}
        text = [each.value for each in node.args if isinstance(each, ast.Constant)]
        binary = any(isinstance(each, str) and "b" in each for each in text)
        is_os = isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "os"
        if (
            (name in ("open", "fdopen") and not is_os and not binary and "encoding" not in said)
            or (name == "read_text" and "encoding" not in said and "utf-8" not in text)
            or (name == "write_text" and not {"encoding", "newline"} <= said)
        ):
            found.append(f"{node.lineno}: {name}")
    return found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import fcntl", ["1: fcntl"]),
        ("import os\nos.fork()", ["2: os.fork"]),
        ("from signal import SIGKILL, SIGINT", ["1: signal.SIGKILL"]),
        ("from resource import getrusage", ["1: resource"]),
        ("import_module('pwd')", ["1: pwd"]),
        ("get_context('fork')", ["1: fork"]),
        ("open('/dev/null', 'wb')", ["1: /dev/null"]),
        ("import os, signal\nos.replace(a, b)\nsignal.SIGINT", []),
    ],
)
def test_what_only_posix_has_is_found(source: str, found: list[str]) -> None:
    assert posix_only(ast.parse(source)) == found


def test_only_one_file_knows_which_system_this_is() -> None:
    found = found_by(posix_only)
    assert set(found) == {SEAM}, found


@pytest.mark.parametrize(
    ("source", "n_found"),
    [
        ("open(p)", 1),
        ("open(p, 'w', newline='')", 1),
        ("p.open()", 1),
        ("p.read_text()", 1),
        ("p.write_text(t, encoding='utf-8')", 1),
        ("open(p, 'rb'); open(p, encoding='utf-8'); os.open(p, 0); p.read_text('utf-8')", 0),
        ("p.write_text(t, encoding='utf-8', newline='\\n'); write_text(p, t)", 0),
    ],
)
def test_text_without_an_encoding_is_found(source: str, n_found: int) -> None:
    assert len(without_encoding(ast.parse(source))) == n_found


def test_every_text_file_has_an_encoding_that_is_said() -> None:
    assert found_by(without_encoding) == {}
