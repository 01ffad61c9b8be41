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
