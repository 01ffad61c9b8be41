"""Cases: what was reported about a crisis, by whom, and what an analyst assumes; no game theory.

A case is a YAML file. `read_case` returns it as a frozen `Case`, `check_case` lists everything that
is wrong with it or wants a look.
"""

from __future__ import annotations

from standoff.case.date import CaseDate
from standoff.case.distribution import Distribution
from standoff.case.facts import ModelFacts, ParameterFacts
from standoff.case.range_text import RangeError
from standoff.case.read import check_case, check_document, read_case
from standoff.case.schema import (
    Actor,
    Assumption,
    Case,
    Claim,
    Conflict,
    Event,
    EventCode,
    Grade,
    Position,
    Question,
    Side,
    Source,
    Without,
)
from standoff.case.schema_json import json_schema

__all__ = [
    "Actor",
    "Assumption",
    "Case",
    "CaseDate",
    "Claim",
    "Conflict",
    "Distribution",
    "Event",
    "EventCode",
    "Grade",
    "ModelFacts",
    "ParameterFacts",
    "Position",
    "Question",
    "RangeError",
    "Side",
    "Source",
    "Without",
    "check_case",
    "check_document",
    "json_schema",
    "read_case",
]
