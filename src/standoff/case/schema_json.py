"""The shape of a case file as a JSON Schema, for editors that complete and check while typing."""

from __future__ import annotations

from typing import Any

from standoff.case.schema import Case


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a case file.

    The package holds it as `case/data/case.schema.json`. It knows keys and types; what only a whole
    case can get wrong is for `check_case`.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Case.model_json_schema(),
        "title": "standoff case",
    }
