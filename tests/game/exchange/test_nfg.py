"""Tables from Gambit and to it: both forms, the order of the cells, and damaged files."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.errors import FileProblem, GameError, InvalidDocument, StandoffError
from standoff.game.exchange import parse_nfg, read_nfg, save_nfg, write_nfg
from standoff.game.normal_form import NormalForm

HEAD = 'NFG 1 R "a title" { "Row" "Column" }\n'
PAYOFFS = (
    HEAD
    + '{ { "up" "down" } { "left" "middle" "right" } }\n"a comment"\n'
    + ("11 -11 21 -21 12 -12 22 -22 13 -13 1/3 -2.5e-1\n")
)
OUTCOMES = HEAD + '{ 2 2 } "" { { "good" 1, 2 } { "bad" -1 -2 } }\n1 2 0 1\n'


def test_the_first_strategy_changes_fastest() -> None:
    table = parse_nfg(PAYOFFS)
    assert table.name == "a title"
    assert table.players == ("Row", "Column")
    assert table.strategies == (("up", "down"), ("left", "middle", "right"))
    assert table.payoff[0, :, 0].tolist() == [11, 12, 13]
    assert table.payoff[1, :, 0].tolist() == [21, 22, 1 / 3]
    assert table.payoff[1, 2].tolist() == [1 / 3, -0.25]


def test_outcomes_are_payoffs_by_number_and_zero_is_nothing() -> None:
    table = parse_nfg(OUTCOMES)
    assert table.strategies == (("1", "2"), ("1", "2"))
    assert table.payoff.tolist() == [[[1, 2], [0, 0]], [[-1, -2], [1, 2]]]


@st.composite
def tables(draw: st.DrawFn) -> NormalForm:
    shape = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    names = st.text(st.sampled_from('ab \\"é'), min_size=1, max_size=4).filter(
        lambda s: s == " ".join(s.split())
    )
    strategies = [draw(st.lists(names, min_size=n, max_size=n, unique=True)) for n in shape]
    n_payoffs = int(np.prod(shape)) * len(shape)
    values = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from([0.0, 1 / 3])
    payoff = draw(st.lists(values, min_size=n_payoffs, max_size=n_payoffs))
    return NormalForm(
        draw(names),
        tuple(draw(st.lists(names, min_size=len(shape), max_size=len(shape), unique=True))),
        tuple(map(tuple, strategies)),
        np.array(payoff).reshape(*shape, len(shape)),
    )


@given(tables(), st.sampled_from(["payoffs", "outcomes"]))
def test_a_table_comes_back_from_its_text(table: NormalForm, form: str) -> None:
    text = write_nfg(table, form=form)  # type: ignore[arg-type]
    assert parse_nfg(text) == table
    assert write_nfg(parse_nfg(text), form=form) == text  # type: ignore[arg-type]


BROKEN = {
    "SG101:1:1": 'EFG 2 R "" { "A" } t "" 0',
    "SG102:1:9": 'NFG 1 R "',
    "SG103:1:12": 'NFG 1 R "" { } { }',
    "SG103:2:5": HEAD + "{ 2 x } 1",
    "SG103:2:3": HEAD + "{ 0 2 } 1",
    "SG103:2:9": HEAD + "{ 1 1 } x",
    "SG104:2:9": HEAD + "{ 1 1 } 1/0 1",
    "SG106:2:32": HEAD + '{ 1 1 } "" { { "good" 1, 2 } } 2',
    "SG110:2:8": HEAD + "{ 1000 1000 } 1",
    "SG110:1:12": 'NFG 1 R "" { ' + '"x" ' * 40 + "} { " + "1 " * 40 + "} 1",
    "SG112:2:1": HEAD + "{ 2 2 2 } 1",
    "SG112:2:14 ": HEAD + "{ 1 2 } 1 2 3",
    "SG112:2:17": HEAD + "{ 1 2 } 1 2 3 4 5",
    "SG112:2:14": HEAD + '{ 1 2 } "" { { "good" 1 } } 1 1',
    "SG112:2:32": HEAD + '{ 1 2 } "" { { "good" 1 2 } } 1',
}


@pytest.mark.parametrize("place", BROKEN)
def test_every_problem_is_told_with_its_place(place: str) -> None:
    with pytest.raises(InvalidDocument) as caught:
        parse_nfg(BROKEN[place])
    found = [f"{d.code}:{d.span.line}:{d.span.column}" for d in caught.value.diagnostics]  # type: ignore[attr-defined]
    assert found == [place.strip()]


def test_thousands_of_damaged_files_are_tables_or_have_diagnostics() -> None:
    chance, n_read = random.Random(2), 0
    words = ["{", "}", '"', '"x"', "0", "1", "2", "3", "-1", "1/0", "9" * 30, "NFG", ","]
    for text in itertools.chain.from_iterable(itertools.repeat((PAYOFFS, OUTCOMES), 1000)):
        parts = text.split(" ")
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(parts))
            parts[at : at + chance.randint(0, 2)] = [chance.choice(words)] * chance.randint(0, 2)
            parts = parts or [""]
        try:
            n_read += parse_nfg(" ".join(parts)).payoff.size > 0
        except StandoffError:
            continue
    assert 50 < n_read < 1900


def test_reading_and_saving(tmp_path: Path) -> None:
    table, path = parse_nfg(PAYOFFS), tmp_path / "table.nfg"
    save_nfg(table, path, form="outcomes")
    assert read_nfg(path) == table
    with pytest.raises(FileProblem, match="no such file"):
        read_nfg(tmp_path / "gone.nfg")
    endless = NormalForm("t", ("A",), (("a",),), np.array([[np.inf]]))
    with pytest.raises(GameError, match="finite"):
        save_nfg(endless, path)
    assert read_nfg(path) == table
