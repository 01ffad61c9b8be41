"""Following a name back through the case."""

from __future__ import annotations

import re

import numpy as np
import pytest
from rich.console import Console

from standoff import models
from standoff.case import read_case
from standoff.errors import UnknownName
from standoff.report.trace import Trail
from standoff.report.trace_finding import finding_names, follow_finding
from standoff.report.trace_page import page

MODEL = models.get("linkage-crisis")


@pytest.fixture(scope="module")
def trail(root):
    return Trail(read_case(root / "cases/cienfuegos/case.yaml"), MODEL.parameters)


def answer(trail):
    return lambda draws: MODEL.answer(draws, trail.case.given)


def walk(step):
    yield step
    for below in step.below:
        yield from walk(below)


def shown(step):
    console = Console(width=90, markup=False, highlight=False, color_system=None)
    with console.capture() as captured:
        console.print(page(step))
    return captured.get()


def test_a_parameter_leads_to_its_assumption_claims_and_sources(trail):
    step = trail.follow("case_value")
    (assumption,) = step.below
    written = next(a for a in trail.case.assumptions if a.parameter == "case_value")
    assert assumption.where.endswith(f"case.yaml:{written.line}")
    assert tuple(claim.name for claim in assumption.below) == written.claims
    for claim in assumption.below:
        (source,) = claim.below
        assert source.name == trail.case.claim(claim.name).source
        assert any("Graded" in fact for fact in claim.facts)


def test_the_paper_symbol_leads_to_the_same_place(trail):
    assert trail.follow("X") == trail.follow("case_value")


def test_every_line_number_is_the_line_of_its_element(trail, root):
    lines = (root / "cases/cienfuegos/case.yaml").read_text(encoding="utf-8").splitlines()
    n_checked = 0
    for name in ("prize", "c13", "barr", "cause-of-release", "vice"):
        for step in walk(trail.follow(name)):
            if step.kind.split()[-1] in ("claim", "source", "actor", "event", "conflict"):
                number = int(step.where.rpartition(":")[2])
                assert re.search(rf"id: {re.escape(step.name)}\b", lines[number - 1])
                n_checked += 1
    assert n_checked > 20


def test_every_name_of_the_case_can_be_followed(trail):
    for name in trail.names():
        assert trail.follow(name).kind


def test_a_claim_says_what_rests_on_it_and_what_would_follow_without_it(trail):
    facts = trail.follow("c13").facts
    assert any(fact.startswith("Supports the assumption about case_value") for fact in facts)
    assert any(fact.startswith("Without it: .6, range .2 to 1.3.") for fact in facts)
    assert any(fact.startswith("If it is false: 1.2") for fact in facts)


def test_an_unknown_name_gets_the_nearest(trail):
    with pytest.raises(UnknownName, match="did you mean 'case_value'"):
        trail.follow("case_vlaue")


def test_a_parameter_without_an_assumption_says_so(trail):
    bare = Trail(trail.case.model_copy(update={"assumptions": ()}), MODEL.parameters)
    step = bare.follow("prize")
    assert step.below == ()
    assert step.facts == ("The case says nothing about it: the model's .6 is used.",)


def test_a_quantity_is_moved_by_exactly_the_parameters_in_its_formula(trail):
    """belief_needed_private = (L_p + r) / (d + r), L_p = (1 - v) X (1 - y_E) + psi; d is fixed."""
    step = follow_finding(trail, "belief_needed_private", answer(trail), MODEL.meanings)
    assert {below.name.split()[0] for below in step.below} == {
        "case_value",
        "precedent_cost",
        "bluff_call_gain",
        "p_court_refuses",
        "kept_if_exonerated",
    }
    assert step.text == MODEL.meanings["belief_needed_private"]


def test_the_strongest_mover_comes_first_with_its_two_answers(trail):
    step = follow_finding(trail, "belief_needed_private", answer(trail), MODEL.meanings)
    first = step.below[0]
    assert first.name == "case_value (X)"
    values = {a.parameter: a.center for a in trail.case.assumptions}
    ends = MODEL.answer(
        MODEL.draws({**values, "case_value": np.array([0.2, 0.8])}), trail.case.given
    ).quantities["belief_needed_private"]
    told = re.fullmatch(r"(\S+) to (\S+): from (\S+) to (\S+)", first.facts[0])
    assert told is not None
    assert [float(each) for each in told.groups()] == pytest.approx([0.2, 0.8, *ends], abs=6e-4)


def test_a_category_and_a_name_in_it(trail):
    regime = follow_finding(trail, "regime", answer(trail), MODEL.meanings)
    assert regime.facts[0] == "At the analyst's values: private pooling."
    inside = follow_finding(trail, "private pooling", answer(trail), MODEL.meanings)
    assert inside.facts[0] == "At the analyst's values: yes."
    assert {b.name for b in inside.below} <= {p.name for p in regime.below}


def test_every_finding_can_be_followed(trail):
    answers = MODEL.answer(MODEL.draws(), trail.case.given)
    names = finding_names(answers)
    assert {"drop", "belief_needed_private", "regime", "rupture", "Challenger"} <= set(names)
    for name in names:
        assert follow_finding(trail, name, answer(trail), MODEL.meanings).facts


def test_a_chance_is_told_in_percent(trail):
    assert follow_finding(trail, "drop", answer(trail), {}).facts[0] == (
        "At the analyst's values: 100 %."
    )


def test_what_is_told_once_is_only_named_again(trail):
    text = shown(trail.follow("prize"))
    assert text.count("source vice: ") == 1
    assert "source vice (above)" in text


def test_text_from_strangers_is_shown_as_it_is(trail):
    claim = trail.case.claims[0].model_copy(update={"says": "[red]x[/red]\x1b[31m\nnext"})
    text = shown(Trail(trail.case.model_copy(update={"claims": (claim,)})).follow(claim.id))
    assert "[red]x[/red]\\x1b[31m next" in text
    assert "\x1b" not in text
