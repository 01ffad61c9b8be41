"""Pictures of slopes, of the values that suffice, of what-ifs, and of versions side by side."""

from __future__ import annotations

import math

import pytest

from standoff.study.coalitions import Effect
from standoff.study.comparison import Comparison, VersionFinding
from standoff.study.counterfactual import Counterfactuals, Row
from standoff.study.differences import Difference
from standoff.study.distance import DifferenceValue, PairFinding
from standoff.study.findings import Estimate
from standoff.study.inverse import End, HowMuch, Span
from standoff.study.local import Local, Slope
from standoff.study.sampling_error import Estimated
from standoff.view import how_much, slopes, versions, what_ifs
from standoff.view.svg import to_svg

NAN = math.nan


def svg(chart: object) -> str:
    return to_svg(chart, title="T", description="D", id_prefix="t")  # type: ignore[arg-type]


def slope(parameter: str, size: float, elasticity: float, state: str = "smooth") -> Slope:
    jump = 0.3 if state == "jump" else 0.0
    return Slope("p", parameter, 0.5, size, 1e-6, elasticity, NAN, NAN, state, jump)  # type: ignore[arg-type]


LOCAL = Local(
    "one rule",
    "differences",
    "pooling",
    (
        slope("small", 0.1, 0.05),
        slope("at_zero", 0.4, NAN),
        slope("large", -2.0, -0.9),
        slope("still", 0.0, 0.0),
        slope("cliff", NAN, NAN, "jump"),
    ),
    (),
)


def test_slopes_come_by_size_after_jumps() -> None:
    rows = slopes.data(LOCAL)
    assert slopes.measure(LOCAL) == "elasticity"
    assert [(row["parameter"], row["text"]) for row in rows] == [
        ("cliff", "a jump of +.3"),
        ("large", "−.9"),
        ("small", "+.05"),
        ("at_zero", "slope +.4"),
    ]
    drawn = svg(slopes.chart(LOCAL, n_most=3))
    assert "Percent by which p changes" in drawn
    assert "Not drawn: 1 smaller one." in drawn
    assert "Without effect here: still." in drawn


def test_without_elasticities_slopes_are_drawn() -> None:
    found = Local("r", "differences", "a", (slope("x", 2.0, NAN), slope("y", -3.0, NAN)), ())
    assert [(row["parameter"], row["value"]) for row in slopes.data(found)] == [
        ("y", -3.0),
        ("x", 2.0),
    ]
    assert "How much p changes per unit" in svg(slopes.chart(found))
    assert svg(slopes.chart(Local("r", "differences", "a", (), ())))


def how(spans: tuple[Span, ...], n_draws: int) -> HowMuch:
    some = Estimated(0.4, 0.3, 0.5, n_draws)
    quantiles = zip((0.05, 0.25, 0.5, 0.75, 0.95), (0.1, 0.2, 0.3, 0.4, 0.5), strict=True)
    least = tuple((q, Estimated(value, value, value, n_draws)) for q, value in quantiles)
    return HowMuch(
        parameter="x",
        condition="p >= 0.5",
        rule="one rule",
        value=0.45,
        holds_now=bool(spans),
        searched=(0.0, 1.0),
        spans=spans,
        finest=0.0,
        n_draws=n_draws,
        share_now=some,
        share_some=some,
        share_always=some,
        share_apart=some,
        least=least,
        share_at_low=some,
        share_above_low=some,
    )


def test_values_that_suffice_and_where_that_begins_over_draws() -> None:
    def end(value: float, closed: bool) -> End:
        return End(value, 0.0, closed, "pooling", False)

    found = how((Span(end(0.2, False), end(0.6, True)),), 50)
    holds, begins = how_much.data(found)
    assert (holds["from"], holds["low_closed"], holds["to"]) == (0.2, False, 0.6)
    assert [begins[key] for key in ("from", "inner_from", "median", "inner_to", "to")] == [
        *(0.1, 0.2, 0.3, 0.4, 0.5)
    ]
    drawn = svg(how_much.chart(found))
    for told in (".2", ".6", "today's .45, at which it holds", "Of 50 draws it holds as drawn"):
        assert told in drawn
    assert how_much.data(how((), 0)) == []
    assert "for no searched value" in svg(how_much.chart(how((), 0)))


def game(name: str, headline: float, **chances: float) -> Row:
    return Row(name, (), "tree", "one rule", "r", headline, NAN, tuple(chances.items()), (), (), "")


def test_what_ifs_leave_out_what_a_game_does_not_know_and_what_is_rare() -> None:
    found = Counterfactuals(
        "drop",
        "model",
        (
            game("as it is", 0.6, war=0.3, rare=0.001),
            game("changed", NAN, peace=0.4),
        ),
    )
    rows = what_ifs.data(found)
    assert [(row["name"], row["game"]) for row in rows] == [
        ("drop", "as it is"),
        ("drop", "changed"),
        ("war", "as it is"),
        ("peace", "changed"),
    ]
    assert [row["is_headline"] for row in rows] == [True, True, False, False]
    drawn = svg(what_ifs.chart(found))
    for told in ("drop", "war", "as it is", "no answer"):
        assert told in drawn


def version(name: str, mean: float) -> VersionFinding:
    return VersionFinding(
        name, name, "m", name, "", (), (), Estimate("p", 1.0, (0.1, mean, 0.9), mean), 0.01,
        (), (), 0.0, (), 100, 100,
    )  # fmt: skip


def test_versions_with_ranges_and_their_differences() -> None:
    difference = Difference("prize", "parameter", "0.6", "0.3")
    value = DifferenceValue(
        "prize", (difference,), Effect(-0.3, 0.01), Effect(-0.25, 0.01), Effect(-0.2, 0.01)
    )
    pair = PairFinding("a", "b", Effect(-0.25, 0.01), None, (value,), (), 3, 100, 2, 0)
    apart = PairFinding("a", "c", None, None, (), (), 0, 0, 0, 0, "other parameters")
    found = Comparison("p", "peace", (version("a", 0.5), version("b", 0.25)), (pair, apart))
    first = versions.data(found)[0]
    assert (first["mean"], first["low"], first["high"]) == (0.5, 0.1, 0.9)
    assert first["error"] == pytest.approx(0.01645, abs=1e-5)
    (row,) = versions.differences(pair)
    assert (row["low"], row["high"]) == pytest.approx((-0.26645, -0.23355), abs=1e-5)
    drawn = svg(versions.chart(found))
    for told in ("From a to b: −25 points", "−25, alone −30", "other parameters", "50 %"):
        assert told in drawn
