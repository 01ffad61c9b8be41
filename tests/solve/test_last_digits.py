"""Ties that last digits decide are told, and no gain hides behind a large payoff."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.game import Draws, Game, GameBuilder, chance, end, move
from standoff.game.build import Sketch
from standoff.solve import from_named, verify
from standoff.solve.verify import Verification

HALF = {("start", "go"): 0.5, ("start", "stay"): 0.5}
DECIMALS = st.integers(-999_999, 999_999).map(lambda n: Decimal(n) / 10_000)


def choice(go: str, stay: str, **parameters: float) -> Game:
    builder = GameBuilder("choice").players("A")
    for name, value in parameters.items():
        builder = builder.parameter(name, value)
    return builder.tree(move("A", {"go": end("go", go), "stay": end("stay", stay)}))


def check(game: Game) -> Verification:
    return verify(from_named(game, Draws.point({}), HALF))


@pytest.mark.parametrize(
    ("go", "stay"),
    [
        (".95 + .05", "1"),
        (".1 + .2", ".3"),
        ("sqrt(.2)*sqrt(.2)", ".2"),
        ("exp(.1)*exp(.2)", "exp(.3)"),
        ("log(.3) + log(.6)", "log(.18)"),
        (".7**.5 * .7**.5", ".7"),
        ("max(.1 + .2, 0) - min(.3, 1)", "0"),
        ("1.1/3.3", "1/3"),
        ("abs(-.1 - .2)", ".3"),
    ],
)
def test_a_tie_but_for_last_digits_is_neither_verified_nor_refuted(go: str, stay: str) -> None:
    checked = check(choice(go, stay))
    assert not checked.ok[0]
    assert checked.is_tied[0]
    assert checked.tied_sets(choice(go, stay)) == ("start",)
    assert checked.max_told[0] == 0.0
    assert not check(choice(go, f"{stay} - 1e-12")).stands[0]


@settings(max_examples=60, deadline=None)
@given(DECIMALS, DECIMALS)
def test_whatever_ties_in_decimals_stands(a: Decimal, b: Decimal) -> None:
    game = choice("a + b", "c", a=float(a), b=float(b), c=float(a + b))
    assert check(game).stands[0]
    assert not check(choice("a + b", "c + 1e-6", a=float(a), b=float(b), c=float(a + b))).stands[0]


@pytest.mark.parametrize("big", ["1.1e17", "1.1e300", "1e15"])
def test_a_fortune_that_is_paid_either_way_ties_nothing(big: str) -> None:
    """Double precision sees nothing of the gain, and no last digit of the fortune matters to it."""
    checked = check(choice("big + 1", "big + .9", big=float(big)))
    assert checked.gain[0, 0] == pytest.approx(0.05)
    assert not checked.stands[0]
    apart = choice("big + .1", "same + .1 + gap", big=1e15, same=1e15, gap=1e-9)
    assert not check(apart).stands[0], "whole numbers are meant as they stand"


@pytest.mark.parametrize("big", [1.1e17, 1.1e300])
def test_a_fortune_that_is_not_reached_ties_nothing(big: float) -> None:
    def go(paid: float) -> Sketch:
        never = move("B", {"no": end("no", paid, 0), "yes": end("yes", big, 0)}, knows="B")
        luck = {"lost": (0.0, end("lost", big, 0)), "on": (1.0, never)}
        return chance("luck", luck)

    game = GameBuilder("unreached").players("A", "B")
    game = game.tree(move("A", {"go": go(0.1), "stay": end("stay", 0.1 + 1e-12, 0)}))
    checked = verify(from_named(game, Draws.point({}), HALF | {("B", "no"): 1.0}))
    assert not checked.stands[0]


def test_what_last_digits_of_large_numbers_hide_is_a_tie() -> None:
    """Sums of some 1e17 that cancel to 16 are not known better than to some tens."""
    large = {"x": 1.1e17 / 3, "y": 2.2e17 / 3, "z": 1.1e17 - 32}
    assert check(choice("x + y", "z", **large)).is_tied[0]


def test_a_tie_excuses_no_worse_choice_beside_it() -> None:
    three = move("A", {"a": end("a", ".1 + .2"), "b": end("b", ".3"), "c": end("c", ".2")})
    game = GameBuilder("three").players("A").tree(three)

    def stands(c: float) -> bool:
        mix = {("start", "a"): 0.5, ("start", "b"): 0.5 - c, ("start", "c"): c}
        return bool(verify(from_named(game, Draws.point({}), mix)).stands[0])

    assert stands(0.0)
    assert not stands(1e-3)
