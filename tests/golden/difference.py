"""How two answers differ, number by number and word by word.

JSON is compared place by place (`shares[3].mean: 0.51 -> 0.49`); text line by line, where lines
that differ in their numbers only are told by these numbers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

#: Numbers that differ by less are the same: other processors round differently, and iterations end
#: elsewhere. `LEAST` is for numbers near zero, such as errors and slopes that are rounding.
RELATIVE, LEAST = 1e-6, 1e-9

_NUMBER = re.compile(r"[-−]?\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][-+]?\d+)?|[-−]?\.\d+")


def differences(before: str, after: str, *, is_json: bool) -> list[str]:
    """Return a line for each difference; none if the two answers are the same.

    Parameters
    ----------
    before, after : str
    is_json : bool

    Examples
    --------
    >>> differences('{"mean": [0.5, 1]}', '{"mean": [0.25, 1]}', is_json=True)
    ['mean[0]: 0.5 -> 0.25 (-0.25, -50 %)']
    >>> differences("at most 12 % of it", "at most 13 % of it", is_json=False)
    ['line 1: 12 -> 13 (+1, +8.3 %): at most 13 % of it']
    >>> differences('{"mean": 0.5}', '{"mean": 0.50000001}', is_json=True)
    []
    """
    if is_json:
        return list(_between(json.loads(before), json.loads(after), ""))
    return list(_between_lines(before.split("\n"), after.split("\n")))


def is_same(before: float, after: float) -> bool:
    """Whether two numbers differ by no more than rounding and the ends of iterations."""
    # A value and its twin are also the same where both are infinite or not a number.
    return (
        before == after
        or (before != before and after != after)
        or abs(after - before) <= max(LEAST, RELATIVE * max(abs(before), abs(after)))
    )


def _between(before: Any, after: Any, at: str) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            here = f"{at}.{key}" if at else str(key)
            if key not in after:
                yield f"{here}: gone (was {_short(before[key])})"
            elif key not in before:
                yield f"{here}: new ({_short(after[key])})"
            else:
                yield from _between(before[key], after[key], here)
    elif isinstance(before, list) and isinstance(after, list):
        for i in range(min(len(before), len(after))):
            yield from _between(before[i], after[i], f"{at}[{i}]")
        if len(before) != len(after):
            yield f"{at}: {len(before)} entries -> {len(after)}"
    elif _is_number(before) and _is_number(after):
        if not is_same(before, after):
            yield f"{at}: {_change(before, after)}"
    elif isinstance(before, str) and isinstance(after, str):
        yield from (f"{at}: {line}" for line in _in_line(before, after))
    elif type(before) is not type(after) or before != after:
        yield f"{at}: {_short(before)} -> {_short(after)}"


def _between_lines(before: list[str], after: list[str]) -> Iterator[str]:
    # Lines are matched by their words, so that a changed number does not read as another line.
    shapes = [[_NUMBER.sub("#", line) for line in lines] for lines in (before, after)]
    matcher = SequenceMatcher(None, *shapes, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            for i, j in zip(range(a, b), range(c, d), strict=True):
                yield from (f"line {j + 1}: {each}" for each in _in_line(before[i], after[j]))
            continue
        yield from (f"line {i + 1} is gone: {before[i]}" for i in range(a, b))
        yield from (f"line {j + 1} is new: {after[j]}" for j in range(c, d))


def _in_line(before: str, after: str) -> Iterator[str]:
    if before == after:
        return
    if _NUMBER.sub("#", before) != _NUMBER.sub("#", after):
        yield f"{_short(before)} -> {_short(after)}"
        return
    pairs = zip(_NUMBER.findall(before), _NUMBER.findall(after), strict=True)
    changed = [(a, b) for a, b in ((_value(x), _value(y)) for x, y in pairs) if not is_same(a, b)]
    if changed:
        yield f"{'; '.join(_change(a, b) for a, b in changed)}: {after}"


def _value(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ""))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _change(before: float, after: float) -> str:
    share = f", {100 * (after - before) / abs(before):+.2g} %" if before else ""
    return f"{before:.6g} -> {after:.6g} ({after - before:+.3g}{share})"


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else f"{text[:117]}..."
