from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.brief.cases import SMALL
from tests.study.conftest import BLUFF, own_case

from standoff.brief import Brief, brief_case, brief_document, draw_parameters
from standoff.errors import GameError, InvalidDocument, UnknownName
from standoff.game import Game
from standoff.game.draws import Draws
from standoff.models import get, names
from standoff.solve.sequential import solve_sequential
from standoff.study.model_subject import ModelSubject
from standoff.study.noisy_play import Noise, p_ends, played_game
from standoff.study.observations import observations
from standoff.study.scores import scores
from standoff.study.subject import subject_of
from standoff.study.timeline import Timeline, timeline
from standoff.study.tree_paths import Hidden, Paths
from standoff.study.updating import TimelineStep
from standoff.study.weighted import effective, forecast, quantiles
from standoff.text.document import parse_document

SIDES = """\
sides:
  - {id: C, name: Challenger, role: challenger}
  - {id: T, name: Target, role: target}
"""
FIXED = "assumptions:\n  - {parameter: p_resolved, value: %s, range: fixed, because: So.}\n"
SPREAD = """\
assumptions:
  - {parameter: p_resolved, value: .4, range: "uniform(.2, .6)", because: So., claims: [c1]}
  - {parameter: loss, value: .4, range: "uniform(.3, .6)", because: So.}
"""
SILENT = Noise("equilibrium", 0.0)


def event(id: str, move: str, day: str, more: str = "") -> str:
    return (
        f"  - {{id: {id}, date: {day}, what: So., plays: {move}, claims: [c1], "
        f"code: {{category: THREATEN}}{more}}}\n"
    )


def crisis(folder: Path, *events: str, rest: str = FIXED % 0.3) -> Brief:
    listed = "events:\n" + "".join(events) if events else ""
    return brief_case(own_case(folder, BLUFF, SIDES + rest + listed))


THREAT = event("said", "threaten", "2031-05-04")
QUIET = event("still", "quiet", "2031-05-04")
CONCEDED = event("gave-in", "concede", "2031-05-06")


def belief(step: TimelineStep, branch: str = "resolved") -> float:
    (about,) = step.beliefs
    return next(each.mean for each in about.branches if each.name == branch)


# Bayes by hand. The target is indifferent at a belief of (.4 + .05) / (1 + .05) = 3/7, so that of
# seven bluffers three bluff when three challengers in ten are resolved.
BLUFFS = 0.3 * (1 - 3 / 7) / (0.7 * 3 / 7)


def test_bayes_by_hand_with_two_types(tmp_path: Path) -> None:
    found = timeline(crisis(tmp_path, THREAT), noise=SILENT, n_draws=1)
    before, after = found.steps
    assert belief(before) == pytest.approx(0.3)
    assert after.p_move == pytest.approx(0.3 + 0.7 * BLUFFS, abs=1e-5)
    assert belief(after) == pytest.approx(3 / 7, abs=1e-5)
    assert (after.day, after.event, after.move) == ("2031-05-04", "said", "threaten")


@pytest.mark.parametrize("size", [0.01, 0.2, 1.0])
def test_bayes_by_hand_with_trembles(tmp_path: Path, size: float) -> None:
    found = timeline(crisis(tmp_path, THREAT), noise=Noise(size=size), n_draws=1).steps[1]
    resolved, bluffer = (1 - size) + size / 2, (1 - size) * BLUFFS + size / 2
    expected = 0.3 * resolved / (0.3 * resolved + 0.7 * bluffer)
    assert belief(found) == pytest.approx(expected, abs=1e-5)


def test_less_noise_comes_to_the_answer_without(tmp_path: Path) -> None:
    brief = crisis(tmp_path, THREAT, CONCEDED)
    limit = timeline(brief, noise=SILENT, n_draws=1)
    gaps = [
        abs(belief(timeline(brief, noise=Noise(size=size), n_draws=1).steps[1]) - 3 / 7)
        for size in (0.1, 0.01, 0.001, 1e-6)
    ]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[-1] < 1e-5
    assert belief(limit.steps[2]) == pytest.approx(3 / 7, abs=1e-5)


def test_quantal_play_with_little_noise_comes_to_the_same_here(tmp_path: Path) -> None:
    brief = crisis(tmp_path, THREAT)
    found = [timeline(brief, noise=Noise("quantal", size), n_draws=1) for size in (0.05, 0.002)]
    far, near = (abs(belief(each.steps[1]) - 3 / 7) for each in found)
    assert near < 0.01 < far
    assert np.isnan(found[0].steps[1].share_impossible)


def enumerate_plays(game: Game, draws: Draws, strategy: np.ndarray) -> list[float]:
    """Multiply out every play of one draw by walking down the tree."""
    first = np.cumsum([0, *(len(each.actions) for each in game.infosets)])
    found: list[float] = []

    def walk(index: int, p: float) -> None:
        node = game.nodes[index]
        if node.kind == "end":
            found.append(p)
        for child in node.children:
            below = game.nodes[child]
            if node.kind == "chance":
                assert below.p is not None
                step = float(below.p.evaluate(draws.columns())[0])
            else:
                actions = game.infosets[node.infoset].actions
                step = float(strategy[first[node.infoset] + actions.index(below.branch)])
            walk(child, p * step)

    walk(0, 1.0)
    return found


def test_chances_of_plays_are_those_of_walking_down_the_tree(tmp_path: Path) -> None:
    brief = crisis(tmp_path, THREAT)
    subject = subject_of(brief)
    game = played_game(subject)
    solved = solve_sequential(game, brief.base()).strategy[0]
    n_choices = np.concatenate([[len(i.actions)] * len(i.actions) for i in game.infosets])
    expected = enumerate_plays(game, brief.base(), 0.9 * solved + 0.1 / n_choices)
    found = p_ends(subject, game, brief.base(), (), Noise(size=0.1))[0]
    assert found == pytest.approx(expected, abs=1e-12)
    step = timeline(brief, noise=Noise(size=0.1), n_draws=1).steps[1]
    ends = [(game.history(end.index), p) for end, p in zip(game.ends, expected, strict=True)]
    seen = sum(p for history, p in ends if "threaten" in history)
    resolved = sum(p for history, p in ends if "threaten" in history and "resolved" in history)
    assert belief(step) == pytest.approx(resolved / seen)
    conceded = sum(p for history, p in ends if "concede" in history)
    assert step.outcome("conceded").mean == pytest.approx(conceded / seen)


@pytest.mark.parametrize("noise", [Noise(size=0.05), Noise("quantal", 0.1)])
def test_the_forecast_today_is_the_average_of_the_forecasts_tomorrow(
    tmp_path: Path, noise: Noise
) -> None:
    made, not_made = (
        timeline(crisis(tmp_path / name, one, rest=SPREAD), noise=noise, n_draws=40).steps
        for name, one in (("said", THREAT), ("still", QUIET))
    )
    assert made[1].p_move + not_made[1].p_move == pytest.approx(1.0)
    for read in (belief, lambda step: step.outcome("executed").mean):
        today = read(made[0])
        tomorrow = made[1].p_move * read(made[1]) + not_made[1].p_move * read(not_made[1])
        assert tomorrow == pytest.approx(today, abs=1e-12)


def test_draws_count_by_how_likely_they_made_what_was_seen(tmp_path: Path) -> None:
    brief = crisis(tmp_path, THREAT, CONCEDED, rest=SPREAD)
    found = timeline(brief, n_draws=40)
    alike = timeline(brief, n_draws=40, learn="types")
    sizes = [step.n_effective for step in found.steps]
    assert sizes[0] == 40
    assert 1 < sizes[2] < sizes[1] < 40
    assert [step.n_effective for step in alike.steps] == [40, 40, 40]
    assert belief(found.steps[1]) != pytest.approx(belief(alike.steps[1]), abs=1e-5)
    # By hand: the average over draws and plays together.
    subject = subject_of(brief)
    game = played_game(subject)
    p = p_ends(subject, game, draw_parameters(brief, 40), (), Noise())
    paths = Paths(game)
    threat, resolved = paths.with_branch("threaten"), paths.with_branch("resolved")
    expected = p[:, threat & resolved].sum() / p[:, threat].sum()
    assert belief(found.steps[1]) == pytest.approx(expected)


def test_a_surprise_is_survived_and_told(tmp_path: Path) -> None:
    # With seven in ten resolved everybody threatens and the target gives in: nobody resists.
    brief = crisis(
        tmp_path,
        THREAT,
        event("refused", "resist", "2031-05-06"),
        event("done", "execute", "2031-05-07"),
        rest=FIXED % 0.7,
    )
    with pytest.raises(GameError, match="nobody makes the move 'resist'"):
        timeline(brief, noise=SILENT, n_draws=1)
    steps = timeline(brief, noise=Noise(size=1e-9), n_draws=1).steps
    assert [step.share_impossible for step in steps] == [0, 0, 1, 1]
    assert steps[2].p_move == pytest.approx(0.5e-9)
    # Bluffers resist to be called alike, and then back down: whoever acts is resolved.
    assert belief(steps[2]) == pytest.approx(0.7)
    assert belief(steps[3]) == pytest.approx(1.0, abs=1e-8)
    assert steps[3].outcome("executed").mean == pytest.approx(1.0)


def test_what_was_not_done_teaches_too(tmp_path: Path) -> None:
    never = event("not-done", "execute", "2031-05-07").replace(
        "category: THREATEN", "category: SANCTION, negated: true"
    )
    steps = timeline(crisis(tmp_path, THREAT, never), noise=SILENT, n_draws=1).steps
    assert not steps[2].was_made
    # A resolved challenger is found where the target gave in only.
    assert belief(steps[2]) < belief(steps[1])
    assert steps[2].outcome("executed").mean == 0.0


def test_who_did_not_see_it_learns_it_from_the_paper(tmp_path: Path) -> None:
    secret = event("said", "threaten", "2031-05-02", ", seen_by: [C, T]")
    brief = crisis(tmp_path, secret, event("gave-in", "concede", "2031-05-03"))
    kinds = {who: timeline(brief, observer=who, n_draws=1) for who in ("analyst", "T", "public")}

    def told(found: Timeline) -> list[tuple[str, str, bool]]:
        return [(step.day[-2:], step.move, step.published) for step in found.steps[1:]]

    assert told(kinds["analyst"]) == [("02", "threaten", False), ("03", "concede", False)]
    assert told(kinds["T"]) == told(kinds["analyst"])
    # The paper is of the 4th; that the target gave in shows before that there was a threat.
    assert told(kinds["public"]) == [("03", "concede", False), ("04", "threaten", True)]
    assert kinds["public"].steps[2].p_move == pytest.approx(1.0)


def test_doers_see_what_they_do(tmp_path: Path) -> None:
    hidden = event("said", "threaten", "2031-05-02", ", seen_by: [T], actor: C")
    paths = Paths(played_game(subject_of(crisis(tmp_path, hidden))))
    case = crisis(tmp_path, hidden).case
    assert [each.published for each in observations(case, paths, "C")] == [False]
    assert [each.published for each in observations(case, paths, "public")] == [True]


def test_dates_that_are_not_known_are_put_as_late_as_they_can_be(tmp_path: Path) -> None:
    some = event("said", "threaten", "unknown", ", after: 2031-05-01, before: 2031-05-09")
    later = event("gave-in", "concede", "2031-05-06")
    hypothetical = event("maybe", "execute", "2031-05-03").replace(
        "category: THREATEN", "category: THREATEN, hypothetical: true"
    )
    brief = crisis(tmp_path, hypothetical, later, some, event("again", "concede", "2031-05-08"))
    paths = Paths(played_game(subject_of(brief)))
    seen = observations(brief.case, paths)
    # A threat cannot be later than the concession to it; the second concession tells nothing new.
    assert [(each.event, each.day and each.day.day) for each in seen] == [
        ("said", 6),
        ("gave-in", 6),
    ]


def test_nothing_after_as_of_enters(tmp_path: Path) -> None:
    brief = crisis(tmp_path, THREAT, CONCEDED, rest="as_of: 2031-05-05\n" + FIXED % 0.3)
    assert [step.move for step in timeline(brief, n_draws=1).steps] == ["", "threaten"]


def test_only_what_was_published_by_then(tmp_path: Path) -> None:
    early = event("said", "threaten", "2031-05-02")
    brief = crisis(tmp_path, early, event("gave-in", "concede", "2031-05-06"), rest=SPREAD)
    found = timeline(brief, knowledge="then", n_draws=60, noise=Noise(size=0.1))
    assert [step.dropped for step in found.steps] == [("c1",), ("c1",), ()]
    # Without the claim anything from 0 to 1 is plausible.
    low, _, high = found.steps[0].beliefs[0].branches[0].interval
    assert (low < 0.15, high > 0.85) == (True, True)
    assert found.steps[1].rests_on == ("p_resolved",)


def test_the_founding_case(founding: Brief) -> None:
    found = timeline(founding, n_draws=800)
    assert [(step.day, step.move) for step in found.steps] == [
        ("", ""),
        ("2020-10-16", "secret"),
        ("2020-11-17", "private"),
        ("2020-11-17", "drop"),
        ("2020-11-18", "grant"),
        ("2020-11-18", "execute"),
    ]
    subject = subject_of(founding)
    answers = subject.answer(draw_parameters(founding, 800), founding.given)
    told = timeline(founding, n_draws=800, noise=SILENT)
    before = told.steps[0].headline
    assert before is not None
    assert before.mean == pytest.approx(float(np.nanmean(answers.probabilities["drop"])))
    assert told.n_answered == int(answers.has_answer.sum())
    # The arrest is given: nothing is learned from it.
    assert told.steps[1].headline == before
    # In the equilibrium the belief of the target is the one that the model reports.
    is_private = answers.categories["regime"].is_("private pooling")
    is_private |= answers.categories["regime"].is_("private semi")
    weights = np.where(is_private, 1.0, 0.0)
    game = played_game(subject, founding.given)
    p = p_ends(subject, game, draw_parameters(founding, 800), founding.given, SILENT)
    paths = Paths(game)
    here, resolved = paths.with_branch("private"), paths.with_branch("resolved")
    rows = weights > 0
    posterior = p[rows][:, here & resolved].sum(axis=1) / p[rows][:, here].sum(axis=1)
    assert posterior == pytest.approx(answers.quantities["belief_after_threat"][rows])
    # What was hidden from the public until the article appeared.
    public = timeline(founding, observer="public", n_draws=50)
    assert [step.move for step in public.steps if step.published] == ["private"]
    assert [each.title for each in found.steps[0].beliefs] == ["type"]


def test_scores(tmp_path: Path) -> None:
    found = timeline(crisis(tmp_path, THREAT, CONCEDED), noise=SILENT, n_draws=1)
    told = scores(found, "conceded")
    ps = [step.outcome("conceded").mean for step in found.steps]
    assert [each.p_outcome for each in told] == ps
    assert told[-1].brier == pytest.approx(0.0)
    assert told[-1].log == pytest.approx(0.0)
    by_hand = sum((o.mean - (o.name == "conceded")) ** 2 for o in found.steps[0].outcomes)
    assert told[0].brier == pytest.approx(by_hand)
    assert scores(found, "executed")[-1].log == float("inf")
    with pytest.raises(UnknownName, match="outcome"):
        scores(found, "war")


def test_weighted_summaries() -> None:
    values, weights = np.array([3.0, 1.0, 2.0, np.nan]), np.array([1.0, 2.0, 1.0, 0.0])
    told = forecast("x", values, weights, 0.5)
    assert told.mean == pytest.approx(1.75)
    assert told.interval == (1.0, 1.0, 3.0)
    assert told.standard_error == pytest.approx(
        float(np.sqrt((0.25 * 1.25) ** 2 + (0.5 * 0.75) ** 2 + (0.25 * 0.25) ** 2))
    )
    assert effective(weights) == pytest.approx(16 / 6)
    assert effective(np.zeros(2)) == 0.0
    assert quantiles(np.arange(100.0), np.full(100, 0.01)) == (4.0, 49.0, 94.0)


def test_types_are_what_somebody_does_not_see() -> None:
    paths = Paths(get("linkage-crisis").game())
    assert paths.hidden() == (Hidden("type", ("resolved", "bluffer")),)
    assert paths.precedes("private", "drop")
    assert not paths.precedes("drop", "private")
    assert not paths.precedes("review", "drop")


WHOLE_TREES = [model.name for model in (get(name) for name in names()) if model.has_whole_tree]


@pytest.mark.parametrize("name", WHOLE_TREES)
def test_every_model_with_a_tree_can_be_followed(name: str) -> None:
    subject = ModelSubject(get(name))
    game, draws = played_game(subject), get(name).draws({})
    p = p_ends(subject, game, draws, (), SILENT)
    assert p.sum() == pytest.approx(1.0)
    paths, headline = Paths(game), subject.headline
    on = paths.with_outcome if headline in game.outcomes else paths.with_branch
    expected = subject.answer(draws).probabilities[headline]
    assert p[:, on(headline)].sum() == pytest.approx(float(expected[0]), abs=1e-9)
    noisy = p_ends(subject, game, draws, (), Noise("quantal", 0.1))
    assert noisy.sum() == pytest.approx(1.0)
    assert (noisy > 0.0).all()


def test_mistakes_are_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidDocument, match="no branch 'threten'"):
        crisis(tmp_path / "a", event("said", "threten", "2031-05-04"))
    # The tree has it, but not after a secret arrest, which the case takes as given.
    text = SMALL + "events:\n" + event("told", "notify", "2031")
    with pytest.raises(InvalidDocument, match="event 'told' plays 'notify', which cannot be after"):
        brief_document(parse_document(text, ""))
    with pytest.raises(InvalidDocument, match="no play of the game has that together"):
        crisis(tmp_path / "b", THREAT, event("still", "quiet", "2031-05-06"))
    # Reading a case finds both; a brief that was changed in Python was not read.
    told = brief_document(parse_document(text.replace("[secret]", "[notify]"), ""))
    with pytest.raises(UnknownName, match="event 'told'"):
        timeline(replace(told, given=("secret",)), n_draws=1)
    threatened, quiet = crisis(tmp_path / "d", THREAT), crisis(tmp_path / "e", QUIET)
    both = {"events": (*threatened.case.events, *quiet.case.events)}
    with pytest.raises(GameError, match="no play of the game has threaten, quiet together"):
        timeline(replace(threatened, case=threatened.case.model_copy(update=both)), n_draws=1)
    brief = crisis(tmp_path / "c", THREAT)
    with pytest.raises(UnknownName, match="observer"):
        timeline(brief, observer="press", n_draws=1)
    with pytest.raises(UnknownName, match="way to learn"):
        timeline(brief, learn="nothing", n_draws=1)  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="kind of knowledge"):
        timeline(brief, knowledge="all", n_draws=1)  # type: ignore[arg-type]
    with pytest.raises(GameError, match="tremble"):
        Noise(size=1.5)
    with pytest.raises(GameError, match="above 0"):
        Noise("quantal", 0.0)
    with pytest.raises(UnknownName, match="way to play"):
        Noise("drunk")  # type: ignore[arg-type]
    text = "standoff: 1\nid: x\ntitle: X\nmodel: reputation\n"
    with pytest.raises(GameError, match="has no tree of its whole game"):
        timeline(brief_document(parse_document(text, "x.yaml")), n_draws=1)


def test_evenly_spread_draws_begin_as_the_draws_do(tmp_path: Path) -> None:
    brief = crisis(tmp_path, THREAT, CONCEDED, rest=SPREAD)
    draws = draw_parameters(brief, 64, 3, sampling="sobol")
    found = timeline(brief, n_draws=64, seed=3, sampling="sobol")
    assert found.sampling == "sobol"
    # Before anything is seen the chance of a type is the average of its parameter.
    assert belief(found.steps[0]) == pytest.approx(draws["p_resolved"].mean(), abs=1e-12)
    then = timeline(brief, n_draws=64, seed=3, sampling="sobol", knowledge="then")
    assert then.steps[-1].headline == found.steps[-1].headline
