"""From kinds to lists: strategies are written when they are looked at, and can be sent."""

from __future__ import annotations

import pickle

import numpy as np

from standoff import models
from standoff.game.status import Status
from standoff.models.answers import Assessment
from standoff.models.kinds import Kind, Kinds, Theory


def theory(n_written):
    def write():
        n_written.append(1)
        return Assessment({("here", "go"): np.ones(3)}, {("here", ("a",)): np.full(3, 0.5)})

    def solve(c, removed):
        exists = np.array([True, False, True])
        kind = Kind("a kind", exists, {}, {}, write=write)
        return Kinds([kind], {}, {}, np.zeros(3, dtype=bool))

    return Theory(solve, (), "a rule")


def test_strategies_are_written_once_and_only_when_looked_at():
    n_written = []
    draws = models.get("inspection").draws({"c": [0.1, 0.2, 0.3]})
    (listed,) = theory(n_written).equilibria(type(draws)((), np.empty((3, 0))))
    assert listed.exists.tolist() == [True, False, True]
    assert not n_written
    play = listed.assessment
    np.testing.assert_array_equal(play.strategy["here", "go"], [1.0, np.nan, 1.0])
    np.testing.assert_array_equal(play.belief["here", ("a",)], [0.5, np.nan, 0.5])
    assert len(play.rows(slice(0, 1)).strategy) == 1
    assert len(n_written) == 1


def test_a_listed_equilibrium_can_be_sent_elsewhere():
    model = models.get("audience-costs-two-sided")
    for equilibrium in model.equilibria(model.draws()):
        there = pickle.loads(pickle.dumps(equilibrium))
        ours, theirs = equilibrium.assessment.strategy, there.assessment.strategy
        assert isinstance(theirs, dict)
        assert set(theirs) == set(ours)
        for key, column in ours.items():
            np.testing.assert_array_equal(theirs[key], column)


def test_numbers_that_are_no_chances_are_no_answer():
    chance = np.array([0.5, np.nan, 1.5, 0.5, 0.5, 1.0 + 1e-12])
    value = np.array([1.0, 1.0, 1.0, np.inf, 1.0, 1.0])
    exists = np.array([True, True, True, True, False, True])

    def solve(c, removed):
        here = Kind("a kind", exists, {"p": chance}, {"Side": value})
        return Kinds([here], {}, {}, np.zeros(6, dtype=bool))

    draws = models.get("inspection").draws({"c": 0.1})
    answers = Theory(solve, (), "a rule").answer(type(draws)((), np.empty((6, 0))))
    unsound = Status.NOT_CONVERGED
    assert answers.status.tolist() == [Status.SOLVED, *[unsound] * 4, Status.SOLVED]
    assert np.isnan(answers.probabilities["p"][1:5]).all()
    assert answers.categories["regime"].codes.tolist() == [0, -1, -1, -1, -1, 0]
