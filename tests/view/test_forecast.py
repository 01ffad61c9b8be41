from __future__ import annotations

from dataclasses import replace

import pytest

from standoff.study.noisy_play import Noise
from standoff.study.timeline import Timeline
from standoff.study.updating import TimelineStep, TypeBelief
from standoff.study.weighted import Forecast
from standoff.view import forecast


def told(name: str, mean: float) -> Forecast:
    return Forecast(name, mean, (mean / 2, mean, (1 + mean) / 2), 0.01, mean)


def step(day: str, move: str, p_end: float, p_resolved: float) -> TimelineStep:
    return TimelineStep(
        day=day,
        event=f"event-{move}" if move else "",
        move=move,
        was_made=True,
        published=move == "concede",
        p_move=0.29,
        share_impossible=0.0,
        n_effective=100.0,
        headline=told("concede", p_end),
        outcomes=(told("conceded", p_end), told("fought", 0.98 - p_end), told("rain", 0.02)),
        beliefs=(
            TypeBelief("type", (told("resolved", p_resolved), told("bluffer", 1 - p_resolved))),
        ),
    )


def timeline(*steps: TimelineStep) -> Timeline:
    return Timeline(
        observer="public",
        noise=Noise(),
        learn="types and numbers",
        knowledge="case",
        given=(),
        headline="concede",
        rule="the only one",
        steps=steps
        or (
            step("", "", 0.4, 0.3),
            step("2031-05-04", "threaten", 0.7, 0.45),
            step("2031-05-06", "concede", 0.9, 0.44),
        ),
        n_draws=100,
        n_answered=100,
    )


def test_every_step_has_its_outcomes_the_answer_and_the_first_belief() -> None:
    rows = forecast.data(timeline())
    first = [(row["series"], row["name"]) for row in rows if row["step"] == 0]
    assert first == [
        ("outcome", "conceded"),
        ("outcome", "fought"),
        ("outcome", "all others"),
        ("headline", "concede"),
        ("belief", "type: resolved"),
    ]
    beliefs = [row["mean"] for row in rows if row["series"] == "belief"]
    assert beliefs == [0.3, 0.45, 0.44]
    assert [row["move"] for row in rows if row["series"] == "belief"] == ["", "threaten", "concede"]
    (last,) = (r for r in rows if r["step"] == 2 and r["series"] == "headline")
    assert (last["low"], last["high"]) == pytest.approx((0.45, 0.95))


def test_outcomes_of_a_step_add_up() -> None:
    rows = forecast.data(timeline())
    for i in range(3):
        shares = [r["mean"] for r in rows if r["step"] == i and r["series"] == "outcome"]
        assert sum(shares) == pytest.approx(1.0)


def test_without_a_headline_on_the_tree_there_is_none() -> None:
    rows = forecast.data(timeline(replace(step("", "", 0.4, 0.3), headline=None)))
    assert not [row for row in rows if row["series"] == "headline"]


@pytest.mark.parametrize("width", [640, 320])
def test_moves_are_named_with_their_days_at_every_width(width: int) -> None:
    drawn = forecast.chart(timeline(), {"event-threaten": "They \u202esaid so. " * 40}, width=width)
    text = str(drawn.to_dict()).replace("\u202f", " ")
    assert "4 May 2031, threaten (held 29 % likely)" in text
    assert "as published, concede" in text
    assert "as known to: public" in text
    assert "\u202e" not in text
    assert f"'width': {width}" in text


def test_what_happened_is_told_whole_in_as_many_lines_as_it_needs() -> None:
    long = "They said so. " * 20
    rows = forecast.told(timeline(), {"event-threaten": long})
    first = [row for row in rows[: [row["number"] for row in rows].index("2")]]
    assert len(first) > 2
    assert [row["number"] for row in first] == ["1", *[""] * (len(first) - 1)]
    assert " ".join(row["text"] for row in first).endswith(long.strip())
    assert not any("\u2026" in row["text"] for row in rows)


def test_a_given_move_is_not_called_likely() -> None:
    drawn = str(forecast.chart(replace(timeline(), given=("threaten",))).to_dict())
    assert "threaten (given)" in drawn


def test_twelve_outcomes_have_twelve_fills() -> None:
    names = [f"o{i}" for i in range(12)]
    many = replace(
        step("", "", 0.4, 0.3), outcomes=tuple(told(name, 1 / 12) for name in names), beliefs=()
    )
    drawn = forecast.chart(timeline(many)).to_dict()
    fills = [
        layer["mark"]["fill"]
        for layer in drawn["layer"]
        if isinstance(layer.get("mark"), dict) and layer["mark"].get("stroke") == "#ffffff"
    ]
    assert len(set(fills)) == len(fills) == 12
