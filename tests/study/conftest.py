"""The founding case asked once, and a bluff as a game of the case's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from standoff.brief import Brief, brief_case
from standoff.study.asked import Asked, ask

N_DRAWS = 4_000

BLUFF = """\
standoff-game: 1
name: bluff
players: [Challenger, Target]
parameters:
  prize: {default: 1, low: 0, meaning: what the challenger wins, wide: .5 to 1.5}
  loss: {default: .4, low: 0, meaning: what conceding costs, wide: .1 to .9}
  damage: {default: 1, low: 0, meaning: what the act costs the target}
  credit: {default: .05, meaning: what calling a bluff is worth}
  audience_cost: {default: .3, low: 0, meaning: what backing down costs}
  p_resolved: {default: .45, low: 0, high: 1, symbol: phi, unit: probability, meaning: chance}
subtrees:
  challenger:
    player: Challenger
    knows: '{type}: respond'
    moves:
      quiet: {outcome: quiet, pays: {}}
      threaten:
        player: Target
        knows: heard a threat
        moves:
          concede: {outcome: conceded, pays: {Challenger: prize, Target: -loss}}
          resist:
            player: Challenger
            knows: '{type}: act'
            moves:
              execute: {outcome: executed, pays: {Challenger: -cost, Target: -damage}}
              back down: {outcome: backed down, pays: {Challenger: -audience_cost, Target: credit}}
tree:
  chance: how resolved the challenger is
  branches:
    resolved: {p: p_resolved, then: {use: challenger, with: {type: resolved, cost: -.05}}}
    bluffer: {p: 1 - p_resolved, then: {use: challenger, with: {type: bluffer, cost: .9}}}
"""

DARE = """\
standoff-game: 1
name: dare
players: [A, B]
parameters:
  gain: {default: 2, low: 0, meaning: what A gains}
  pain: {default: 1.5, low: 0, meaning: what resisting costs B}
tree:
  player: A
  moves:
    stop: {outcome: stopped, pays: {}}
    go:
      player: B
      moves:
        yield: {outcome: yielded, pays: {A: gain, B: -1}}
        fight: {outcome: fought, pays: {A: -1, B: -pain}}
"""

CASE = """\
standoff: 1
id: own
title: A game of its own
game: game.yaml
sources:
  - {id: paper, title: A paper, kind: news article, date: 2031-05-04}
claims:
  - {id: c1, says: One., who: [outlet], status: [outlet], source: paper, reliability: B,
     credibility: 2, grade_because: So.}
"""


@pytest.fixture(scope="session")
def founding(root: Path) -> Brief:
    return brief_case(root / "cases/cienfuegos/case.yaml")


@pytest.fixture(scope="session")
def asked(founding: Brief) -> Asked:
    return ask(founding, n_draws=N_DRAWS, seed=11)


def own_case(folder: Path, game: str, rest: str) -> Path:
    """Write a case with a game file beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "game.yaml").write_text(game)
    path = folder / "case.yaml"
    path.write_text(CASE + rest)
    return path


@pytest.fixture
def bluff(tmp_path: Path) -> Path:
    """A game that has to be solved draw by draw."""
    assumptions = """\
assumptions:
  - {parameter: p_resolved, value: .45, range: .3 to .6, because: So., claims: [c1],
     without: [{claim: c1, value: .2, range: .1 to .3, because: So.}]}
  - {parameter: loss, value: .4, range: .35 to .45, because: So., claims: []}
questions:
  - {id: dear, ask: What if conceding cost more?, set: {loss: 2 * loss}}
  - {id: no-threat, ask: What if nobody could threaten?, remove: [threaten]}
"""
    return own_case(tmp_path / "bluff", BLUFF, assumptions)


@pytest.fixture
def dare(tmp_path: Path) -> Path:
    """A game of perfect information."""
    assumptions = """\
assumptions:
  - {parameter: pain, value: 1.5, range: .9 to 2, because: So., claims: [c1]}
questions:
  - {id: brave, ask: What if B did not mind?, set: {pain: 0}}
  - {id: gone, ask: What if A had gone ahead?, set: {pain: 0}, given: [go]}
"""
    return own_case(tmp_path / "dare", DARE, assumptions)
