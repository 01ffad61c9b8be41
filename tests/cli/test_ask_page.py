"""The page on asking a game shows what the program answers today."""

from __future__ import annotations

from tests.cli.ask_page import PAGE, ROOT
from tests.cli.tutorial import played


def test_every_answer_on_the_page_is_true(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    page = PAGE.read_text(encoding="utf-8")
    assert page == played(page, ROOT), "run: python -m tests.cli.ask_page"
