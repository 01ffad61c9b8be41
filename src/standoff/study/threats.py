"""Each threat of the game: would it be carried out, and is that believed strongly enough.

Everything is read from the tree, from the equilibrium that is played in every draw, on the way
through the draws on which it is verified there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from standoff.models.answers import Floats
from standoff.solve.solution import Solution
from standoff.solve.threats import ThreatMet, threats_met
from standoff.study.asked import Asked
from standoff.study.estimates import estimate
from standoff.study.evaluate import mean
from standoff.study.findings import Credibility, ThreatFinding

#: A threat is made where play gets to its answer at least so often.
MADE = 1e-9

#: A threat by its move and the set at which it is answered.
_Key = tuple[str, str]


@dataclass(slots=True, eq=False)
class _Columns:
    """What is known of one threat in every draw."""

    first: ThreatMet
    made: Floats
    held: Floats
    uninformative: Floats
    needed: Floats
    credible: list[tuple[str, Floats]]


@dataclass(slots=True, eq=False)
class ThreatWatch:
    """Gathers what is seen of threats while the draws pass by.

    Parameters
    ----------
    asked : Asked
    """

    asked: Asked
    _found: dict[_Key, _Columns] = field(default_factory=dict[_Key, _Columns])

    def see(self, rows: NDArray[np.int64], solution: Solution) -> None:
        """Look at the equilibrium that is played in some draws."""
        for met in threats_met(solution, self.asked.given):
            columns = self._columns(met)
            columns.made[rows] = met.p_made
            columns.held[rows] = np.where(met.p_made > MADE, met.p_carried_out, np.nan)
            columns.uninformative[rows] = met.p_uninformative
            columns.needed[rows] = met.belief_needed
            for (_, column), each in zip(columns.credible, met.credible, strict=True):
                column[rows] = each.holds

    def findings(self) -> tuple[ThreatFinding, ...]:
        """Judge every threat, at the analyst's values and over the draws."""
        base = self._at_base() if self._found else {}
        names = self._names()
        return tuple(
            _finding(names[key], columns, base.get(key)) for key, columns in self._found.items()
        )

    def beliefs(self) -> Mapping[str, Floats]:
        """Return the beliefs in every threat, per draw."""
        found: dict[str, Floats] = {}
        names = self._names()
        for key, columns in self._found.items():
            found[f"belief_needed_{names[key]}"] = columns.needed
            found[f"belief_held_{names[key]}"] = columns.held
            found[f"belief_uninformative_{names[key]}"] = columns.uninformative
        return found

    def _columns(self, met: ThreatMet) -> _Columns:
        key = met.threat.move, met.infoset
        if key not in self._found:
            n = len(self.asked.draws)
            none = np.full(n, np.nan)
            credible = [(each.who, none.copy()) for each in met.credible]
            self._found[key] = _Columns(
                met, none.copy(), none.copy(), none.copy(), none.copy(), credible
            )
        return self._found[key]

    def _names(self) -> dict[_Key, str]:
        """Name a threat by its move, and by where it is answered if that differs."""
        moves = [move for move, _ in self._found]
        return {
            (move, at): move if moves.count(move) == 1 else f"{move} ({at})"
            for move, at in self._found
        }

    def _at_base(self) -> Mapping[_Key, ThreatMet]:
        asked = self.asked
        found: dict[_Key, ThreatMet] = {}
        for each in asked.subject.equilibria(asked.base, asked.given, only_selected=True):
            if each.rows.any():
                met = threats_met(each.solution, asked.given)
                found |= {(m.threat.move, m.infoset): m for m in met}
        return found


def _finding(name: str, columns: _Columns, base: ThreatMet | None) -> ThreatFinding:
    needed, uninformative = columns.needed, columns.uninformative
    known = np.isfinite(needed) & np.isfinite(uninformative)
    is_made = base is not None and base.p_made[0] > MADE
    return ThreatFinding(
        name=name,
        by=columns.first.threat.by,
        target=columns.first.target,
        answered_at=columns.first.infoset,
        made=estimate(f"made_{name}", _first(base and base.p_made), columns.made),
        credible=tuple(
            _credibility(i, who, column, base) for i, (who, column) in enumerate(columns.credible)
        ),
        belief_needed=estimate(
            f"belief_needed_{name}", _first(base and base.belief_needed), needed
        ),
        belief_held=estimate(
            f"belief_held_{name}",
            _first(base.p_carried_out if base and is_made else None),
            columns.held,
        ),
        belief_uninformative=estimate(
            f"belief_uninformative_{name}", _first(base and base.p_uninformative), uninformative
        ),
        share_enough=mean(np.where(known, (uninformative >= needed).astype(np.float64), np.nan)),
        share_made=mean(np.where(np.isnan(columns.made), np.nan, columns.made > MADE)),
    )


def _credibility(i: int, who: str, column: Floats, base: ThreatMet | None) -> Credibility:
    if base is None:
        return Credibility(who, float("nan"), float("nan"), mean(column), None)
    here = base.credible[i]
    return Credibility(
        who,
        _first(here.carrying_out),
        _first(here.backing_down),
        mean(column),
        bool(here.holds[0]),
    )


def _first(column: Floats | None) -> float:
    return float("nan") if column is None else float(column[0])
