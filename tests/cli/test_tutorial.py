"""The tutorial shows what the program answers today."""

from __future__ import annotations

from tests.cli.tutorial import PAGE, played


def test_every_answer_in_the_tutorial_is_true(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    page = PAGE.read_text(encoding="utf-8")
    assert page == played(page), "run: python -m tests.cli.tutorial"
