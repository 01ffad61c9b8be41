"""The founding case, analyzed once per test run with few draws."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from standoff.brief import Brief, brief_case
from standoff.report.page import render
from standoff.study import Findings, analyze

PATH = Path(__file__).resolve().parents[2] / "cases" / "cienfuegos" / "case.yaml"


@cache
def brief() -> Brief:
    return brief_case(PATH)


@cache
def findings() -> Findings:
    return analyze(brief(), n_draws=300, seed=1)


@cache
def page() -> str:
    return render(findings(), brief())
