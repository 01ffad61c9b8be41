"""The page in a terminal: short enough for one screen, safe, and with every number in its place."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest
from rich.console import Console
from tests.report import findings_fixture

from standoff import models
from standoff.report.terminal import page

MEANINGS = models.get("linkage-crisis").meanings


def shown(findings=None, case=None, width=80, **options):
    console = Console(width=width, markup=False, highlight=False, emoji=False, color_system=None)
    with console.capture() as captured:
        console.print(
            page(
                findings or findings_fixture.findings(),
                case or findings_fixture.case_of(),
                meanings=MEANINGS,
                **options,
            )
        )
    return captured.get()


def flat(text):
    return " ".join(text.split())


@pytest.mark.parametrize("width", [80, 100])
def test_fits_one_screen(width):
    lines = shown(width=width, report="report.html").splitlines()
    assert len(lines) <= 45
    assert max(len(each) for each in lines) <= width


def test_a_rich_case_still_fits_one_screen():
    found = findings_fixture.findings()
    question = found.questions[0]
    many = replace(
        found,
        questions=tuple(replace(question, ask="What if it all went on? " * 9) for _ in range(9)),
        swings=found.swings * 9,
        title="A very long title " * 20,
    )
    text = shown(many, report="report.html")
    assert len(text.splitlines()) <= 45
    assert "the chance then; 6 more in the report" in text


def test_the_bottom_line_comes_with_range_basis_and_confidence_apart():
    text = flat(shown())
    assert "there is a roughly even chance (52 %) that Norland asks for the charges" in text
    assert "Nine plausible sets of numbers in ten give 0 to 100 %" in text
    assert "the analyst's own values give 100 %: private pooling (Sudmark" in text
    assert "Rests on four assumptions, one default and six claims" in text
    sentences = text.split(". ")
    assert not any("onfidence" in each and "%" in each for each in sentences)


def test_says_what_flips_it_and_what_matters():
    text = shown()
    assert "above .4: public semi" in text
    assert "c2 if false  52 % → 20 %  −32" in text
    assert "What if nobody could threaten?" in text
    assert "no answer" in text


def test_says_how_to_repeat_it():
    text = flat(shown(report="out.html"))
    assert "Repeat with --seed 7 --draws 1000 (standoff 0.1.0, case " in text
    assert "Picked from two equilibria: largest u_R." in text
    found = findings_fixture.findings()
    spread = replace(found, provenance=replace(found.provenance, sampling="sobol"))
    assert "Repeat with --seed 7 --draws 1000 --sampling sobol (standoff" in flat(shown(spread))
    assert "940 of 940 solutions pass" in text
    assert text.endswith("Report: out.html")
    assert "Report:" not in shown()


def test_what_fails_verification_is_counted():
    found = findings_fixture.findings()
    failed = replace(found, verification=replace(found.verification, n_failed=3))
    assert "937 of 940 solutions pass" in flat(shown(failed))


def test_text_from_strangers_is_shown_as_it_is():
    found = findings_fixture.findings()
    evil = "[bold]loud[/bold] [link=x]a[/link] :boom: \x1b[2J\x1b]8;;http://x\x07\u202eback\r\n"
    told = replace(
        found,
        title=evil,
        rule=evil,
        headline_meaning=evil,
        questions=(replace(found.questions[0], ask=evil),),
        base=(("regime", evil),),
    )
    text = shown(told, width=200)
    assert "[bold]loud[/bold] [link=x]a[/link] :boom: \\x1b[2J" in text
    assert not {"\x1b", "\x07", "\u202e", "\r"} & set(text)


def test_findings_without_threats_or_answers():
    found = findings_fixture.findings()
    estimate = replace(found.estimates[0], base=nan, mean=nan, interval=(nan, nan, nan))
    bare = replace(
        found,
        threats=(),
        shares=(),
        base=(),
        swings=(),
        claim_effects=(),
        questions=(),
        break_evens=(),
        estimates=(estimate, *found.estimates[1:]),
    )
    text = flat(shown(bare))
    assert "it cannot be said how likely it is that" in text
    assert "give no answer" in text
    assert "Is the threat" not in text
    assert "nothing inside the plausible ranges" in text
