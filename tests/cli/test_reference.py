"""The documentation of the commands is what they say themselves."""

from __future__ import annotations

import pytest

from standoff.cli._app import application, commands, subcommands
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


@pytest.mark.parametrize("name", subcommands("ask"))
def test_every_option_of_a_question_says_what_it_is(name):
    options = application()["ask"][name].assemble_argument_collection(parse_docstring=True)
    shown = [each for each in options if each.parameter.show is not False]
    assert [each.names for each in shown if not each.parameter.help] == []
    # An option with two numbers has no opposite.
    assert [n for each in shown for n in each.names if n.startswith("--empty")] == []
