"""The documentation of the commands is what they say themselves."""

from __future__ import annotations

from standoff.cli._app import commands
from standoff.cli._reference import reference


def test_the_page_is_up_to_date(root):
    page = (root / "docs/reference/cli.md").read_text(encoding="utf-8")
    assert page == reference(), "run: python -m standoff.cli._reference docs/reference/cli.md"


def test_the_page_has_every_command_and_no_terminal_codes():
    page = reference()
    for name in commands():
        assert f"\n## standoff {name}\n" in page
        assert f"Usage: standoff {name}" in page
    assert "\x1b" not in page
