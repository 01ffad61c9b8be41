from __future__ import annotations

from pathlib import Path

import numpy as np

from standoff.brief import draw_parameters, factors, plausible
from standoff.game.read import read_game
from standoff.models import get

GAME = """\
standoff-game: 1
name: Dare
players: [One, Two]
parameters:
  prize: {default: 1, wide: 0 to 4, meaning: a prize}
  cost: {default: .5, meaning: a cost}
tree:
  player: One
  knows: start
  moves:
    dare: {outcome: dared, pays: {One: prize - cost}}
    stay: {outcome: stayed, pays: {}}
"""


def test_draws_fill_the_plausible_ranges_and_the_base_is_the_defaults() -> None:
    model = get("linkage-crisis")
    brief = plausible(model)
    draws = draw_parameters(brief, 4_000)
    for each in model.parameters:
        assert brief.base()[each.name][0] == each.default
        low, high = each.wide or (each.default, each.default)
        column = draws[each.name]
        assert low <= column.min() <= low + 0.01 * (high - low)
        assert high - 0.01 * (high - low) <= column.max() <= high
        if high > low:
            assert abs(column.mean() - (low + high) / 2) < 4 * (high - low) / np.sqrt(12 * 4_000)


def test_of_a_game_what_has_no_range_stays(tmp_path: Path) -> None:
    path = tmp_path / "dare.yaml"
    path.write_text(GAME, "utf-8")
    brief = plausible(read_game(path))
    draws = draw_parameters(brief, 100, sampling="sobol")
    assert (draws["cost"] == 0.5).all()
    assert draws["prize"].max() > 3.5
    assert [each.name for each in factors(brief)] == ["prize"]
