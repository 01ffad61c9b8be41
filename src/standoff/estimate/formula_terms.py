"""What a formula reads: its columns, and nothing that is not arithmetic or a known function."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.data import Data
from standoff.estimate.extra import needs_extra

FUNCTIONS = (
    "log",
    "log10",
    "log2",
    "exp",
    "sqrt",
    "abs",
    "I",
    "C",
    "factor",
    "poly",
    "bs",
    "cr",
    "cc",
    "center",
    "scale",
    "standardize",
    "Treatment",
    "Sum",
    "Helmert",
    "Diff",
    "Poly",
)
_MOST_POWER = 50
_MOST_KNOTS = 1000
_MOST_WAYS = 4
_NAME = re.compile(r"[^\W\d][\w.]*")
# Names with blanks or a digit first, which may also stand without backticks.
_LOOSE = re.compile(r"[\w.](?:[\w. ]*[\w.])?")
_TOKEN = re.compile(
    r"""`(?:[^`]|``)*`|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\W\d][\w.]*"""
    r"""|\d[\w.]*|.""",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A formula in which every column goes by an alias that no text can be mistaken for.

    Parameters
    ----------
    formula : object
        As formulaic reads it.
    aliases : dict of column to alias
        The columns that it reads.
    levels : tuple of str
        Columns of which every value becomes a regressor: words, and what stands in C() or factor().
    """

    formula: Any
    aliases: Mapping[str, str]
    levels: tuple[str, ...]

    def plain(self, text: str) -> str:
        """A text with the columns' own names, in backticks where they stand inside of a call."""
        by_alias = {alias: name for name, alias in self.aliases.items()}
        if not by_alias:
            return text
        pattern = re.compile("|".join(map(re.escape, sorted(by_alias, key=len, reverse=True))))

        def name_at(found: re.Match[str]) -> str:
            name = by_alias[found[0]]
            before = text[: found.start()]
            is_inside = before.count("(") > before.count(")")
            return f"`{name}`" if is_inside and not _NAME.fullmatch(name) else name

        return pattern.sub(name_at, text)


def parse_formula(text: str, data: Data, label: str) -> Parsed:
    """The formula, vetted, and the columns that it reads.

    Raises
    ------
    EstimationError, UnknownName
        If it cannot be read, or names a column or function that there is not.
    """
    with needs_extra():
        from formulaic import Formula
        from formulaic.errors import FormulaicError
    where = f"the formula of {label}"
    prefix = "column"
    while prefix in text:
        prefix += "_"
    ready, aliases = _aliased(text.strip(), data, where, prefix)
    for power in re.finditer(r"\)\s*(?:\^|\*\*)\s*(\d+)", ready):
        inside = ready[: power.start()]
        if inside.count("(") == inside.count(")") + 1 and int(power[1][:9]) > _MOST_WAYS:
            raise EstimationError(
                f"{where} asks for too many interactions",
                found=text.strip(),
                right=f"at most ^{_MOST_WAYS}",
            )
    parsed = Parsed(None, aliases, ())
    try:
        make: Any = Formula
        formula: Any = make(ready.replace("^", "**").strip() or "0")
        terms: list[Any] = list(formula)
        factors = [factor for term in terms for factor in term.factors]
        kinds = [factor.eval_method.value for factor in factors]
    except (FormulaicError, TypeError, ValueError, SyntaxError, AttributeError) as error:
        plain = re.sub(r"\x1b\[[0-9;]*m|[⧛⧚]", "", str(error)).split("\n")[0]
        raise _unreadable(text.strip(), parsed.plain(plain), where, data) from None
    by_alias = {alias: name for name, alias in aliases.items()}
    used: list[str] = []
    levels: list[str] = []
    for factor, kind in zip(factors, kinds, strict=True):
        if kind == "lookup":
            used.append(factor.expr)
        elif kind == "python":
            names, grouped = _vetted(factor.expr, parsed.plain(factor.expr), where)
            used += names
            levels += [by_alias[name] for name in grouped if name in by_alias]
    columns = list(dict.fromkeys(by_alias.get(name, name) for name in used))
    data.require(columns, where)
    levels += [name for name in columns if name in data.levels]
    return Parsed(formula, {name: aliases[name] for name in columns}, tuple(dict.fromkeys(levels)))


def _unreadable(text: str, reason: str, where: str, data: Data) -> EstimationError:
    """Say where a formula cannot be read: at a word that Python keeps for itself, if it has one."""
    for found in re.finditer(r"(?<![\w.`])[A-Za-z_]\w*", text):
        if keyword.iskeyword(found.group()) and found.group() not in data.columns:
            return EstimationError(
                f"{where} cannot be read: {found.group()!r} has a meaning of its own in formulas",
                where=f"{text}\n  {' ' * found.start()}^",
                right="the name of a column",
            )
    # What the parser below says of its own text is of no use.
    found = re.sub(r"\s*\(<.*", "", reason)
    return EstimationError(
        f"{where} cannot be read",
        where=text,
        found=found,
        right="such as x + z; a column whose name is no plain word stands in backticks",
    )


def _aliased(text: str, data: Data, where: str, prefix: str) -> tuple[str, dict[str, str]]:
    """Put an alias in the place of every column, and nothing in the place of numbers and words."""
    aliases: dict[str, str] = {}
    loose = [
        name
        for name in sorted(data.names, key=len, reverse=True)
        if not _NAME.fullmatch(name) and _LOOSE.fullmatch(name) and not _is_number(name)
    ]

    def alias(name: str) -> str:
        return aliases.setdefault(name, f"{prefix}{len(aliases)}_")

    parts: list[str] = []
    place, depth = 0, 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        assert found is not None, "a token is at least one character"
        token, end = found[0], found.end()
        spaced = next((n for n in loose if text.startswith(n, place) and _ends(text, place, n)), "")
        if spaced:
            token, end = alias(spaced), place + len(spaced)
        elif token[0] == "`" and len(token) > 1:
            name = token[1:-1].replace("``", "`")
            data.require([name], where)
            token = alias(name)
        elif _NAME.fullmatch(token):
            rest = text[end:].lstrip()
            is_call = rest.startswith("(") and token in FUNCTIONS
            is_option = depth > 0 and rest.startswith("=") and not rest.startswith("==")
            if token in data.columns and not is_call and not is_option:
                token = alias(token)
        depth += (token == "(") - (token == ")")
        parts.append(token)
        place = end
    return "".join(parts), aliases


def _ends(text: str, place: int, name: str) -> bool:
    """Whether a name stands there by itself, and not as a part of a longer word."""
    after = text[place + len(name) : place + len(name) + 1]
    return not re.match(r"[\w.]", after) and not re.search(r"[\w.]$", text[:place])


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _vetted(expression: str, shown: str, where: str) -> tuple[list[str], list[str]]:
    """Names read by an expression, and those of which each value becomes a regressor.

    Anything but arithmetic and known functions is refused.
    """
    try:
        tree = ast.parse(expression, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise EstimationError(f"{where} cannot be read", found=shown) from None
    names: list[str] = []
    grouped: list[str] = []
    called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    allowed = (
        ast.Expression,
        ast.Call,
        ast.Name,
        ast.Constant,
        ast.BinOp,
        ast.UnaryOp,
        ast.Compare,
        ast.Load,
        ast.Add,
        ast.Sub,
        ast.Mult,
        ast.Div,
        ast.FloorDiv,
        ast.Mod,
        ast.Pow,
        ast.unaryop,
        ast.cmpop,
        ast.keyword,
        ast.List,
        ast.Tuple,
    )
    for node in ast.walk(tree):
        if not isinstance(node, allowed) or (isinstance(node, ast.BinOp) and _is_odd(node)):
            raise EstimationError(
                f"{where} has something that is not allowed there",
                found=shown,
                right="columns, numbers, arithmetic and " + ", ".join(FUNCTIONS),
            )
        if isinstance(node, ast.Call) and _largest(node) > _MOST_KNOTS:
            raise EstimationError(
                f"{where} asks for too much",
                found=shown,
                right=f"at most {_MOST_KNOTS} of anything",
            )
        if isinstance(node, ast.Name):
            if node not in called:
                names.append(node.id)
            elif node.id not in FUNCTIONS:
                raise UnknownName.among("function", node.id, FUNCTIONS)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("C", "factor"):
            grouped += [each.id for each in node.args[:1] if isinstance(each, ast.Name)]
    return names, grouped


def _is_odd(node: ast.BinOp) -> bool:
    """Arithmetic with words or lists, or a power that only a machine would write."""
    for side in (node.left, node.right):
        if isinstance(side, ast.List | ast.Tuple):
            return True
        if isinstance(side, ast.Constant) and not isinstance(side.value, int | float):
            return True
    if not isinstance(node.op, ast.Pow):
        return False
    # Python would work out 9**9**9**9 to its last digit.
    power = node.right.operand if isinstance(node.right, ast.UnaryOp) else node.right
    is_small = isinstance(power, ast.Constant) and abs(float(power.value)) <= _MOST_POWER  # pyright: ignore[reportArgumentType]
    has_column = any(isinstance(each, ast.Name) for each in ast.walk(node.left))
    return not is_small or not (has_column or isinstance(node.left, ast.Constant))


def _largest(call: ast.Call) -> float:
    """The largest number that a function is given beside its column."""
    given = [*call.args[1:], *(each.value for each in call.keywords)]
    parts = [part for each in given for part in ast.walk(each)]
    if any(isinstance(part, ast.BinOp) for part in parts):
        return float("inf")
    numbers = [part.value for part in parts if isinstance(part, ast.Constant)]
    return max((float(n) for n in numbers if isinstance(n, int | float)), default=0.0)
