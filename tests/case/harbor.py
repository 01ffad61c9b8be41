"""The small valid case that the tests change, and the model that it names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from standoff.case import ModelFacts, ParameterFacts, check_document
from standoff.text.diagnostic import Diagnostic
from standoff.text.document import parse_document

HARBOR = Path(__file__).with_name("harbor.yaml")
TOY = ModelFacts(
    parameters=(
        ParameterFacts("prize", "V", low=0),
        ParameterFacts("p_resolved", "phi", low=0, high=1, is_probability=True),
        ParameterFacts("cost", "k", low=0),
    ),
    actions=("forgo", "seize", "threaten", "quiet", "yield", "resist"),
)
MODELS = {"toy": TOY}


def harbor() -> dict[str, Any]:
    """Return the case as plain data."""
    data = parse_document(HARBOR.read_text(encoding="utf-8")).data
    assert isinstance(data, dict)
    return data


def changed(yaml: str) -> dict[str, Any]:
    """Return the case with a piece of YAML laid over it.

    Items of lists are matched by their id or parameter; those that match nothing, or something that
    was matched already, are added. A key without a value is taken away.
    """
    base, change = harbor(), parse_document(yaml)
    assert not change.diagnostics, change.diagnostics
    assert isinstance(change.data, dict)
    for key, value in change.data.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            _lay_items(base.setdefault(key, []), value)
        else:
            _lay_keys(base, {key: value})
    return base


def _lay_items(base: list[Any], items: list[Any]) -> None:
    matched: set[str] = set()
    for item in items:
        name = item.get("id", item.get("parameter"))
        there = [each for each in base if each.get("id", each.get("parameter")) == name]
        if there and name not in matched:
            _lay_keys(there[0], item)
        else:
            base.append(item)
        matched.add(name)


def _lay_keys(base: dict[str, Any], change: dict[str, Any]) -> None:
    for key, value in change.items():
        if value is None:
            base.pop(key, None)
        else:
            base[key] = value


def check(data: Any) -> list[Diagnostic]:
    """Check plain data as a case."""
    return check_text(json.dumps(data).replace("Infinity", ".inf").replace("NaN", ".nan"))


def check_text(text: str) -> list[Diagnostic]:
    """Check text as a case."""
    return check_document(parse_document(text, "case.yaml"), MODELS)[1]


def codes(data: Any) -> set[str]:
    """Return the codes of everything that is wrong with the data as a case."""
    return {each.code for each in check(data)}
