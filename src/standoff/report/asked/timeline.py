"""What could be expected when, in words."""

from __future__ import annotations

from standoff.report.asked.page import Columns, Page, evenly, n_drawn
from standoff.report.plain import percent
from standoff.report.words import capital, count
from standoff.study.timeline import Timeline
from standoff.study.updating import TimelineStep
from standoff.study.weighted import Forecast

_MOST_OUTCOMES = 4


def page(found: Timeline) -> Page:
    """Put the steps below each other, with what was learned at each."""
    titles = [each.title for each in found.steps[0].beliefs]
    head = (
        "day",
        "move",
        "likely",
        *((found.headline,) if found.steps[0].headline is not None else ()),
        *(f"{each.title}: {each.branches[0].name}" for each in found.steps[0].beliefs),
        "draws",
    )
    body = tuple(
        (
            each.day or ("before" if not each.event else "day unknown"),
            _move(each),
            "given" if each.move in found.given else percent(each.p_move) if each.event else "",
            *((_forecast(each.headline),) if each.headline is not None else ()),
            *(_forecast(belief.branches[0]) for belief in each.beliefs),
            f"{each.n_effective:,.0f}",
        )
        for each in found.steps
    )
    told: list[str | Columns] = [
        f"What could be expected when, as known to: {found.observer}",
        Columns(head, body),
        "Likely: how likely the move was held to be just before. In brackets nine draws in ten, as "
        "they count; draws: how many equal ones those are worth.",
        "",
        Columns(
            ("after", "how it would end"),
            tuple((_move(each) or "before", _ends(each)) for each in found.steps),
        ),
        "",
    ]
    surprises = [
        f"{each.move} ({percent(each.share_impossible)} of the draws)"
        for each in found.steps
        if each.share_impossible >= 0.005
    ]
    if surprises:
        told.append(f"Moves that it takes an error to make: {', '.join(surprises)}.")
    twice = {name for each in found.steps for name in each.rests_on}
    if twice and found.learn != "types":
        told.append(
            f"{capital(count(len(twice), 'assumption'))} rest on reports of these moves already. "
            "Learning about numbers uses those reports twice; compare --learn types."
        )
    dropped = len(found.steps[0].dropped)
    if dropped:
        last = len(found.steps[-1].dropped)
        told.append(f"Claims not yet published: {dropped} at the beginning, {last} at the end.")
    if len(titles) == 0:
        told.append("Nothing in this game is hidden from a player, so that no belief changes.")
    if len(found.steps) == 1:
        told.append("No event of the case plays a move: write plays: and the name of a branch.")
    told.append(
        f"{found.n_answered:,} of {n_drawn(found.n_draws, found.sampling)} have an answer; "
        f"players err ({found.noise.play}, {found.noise.size:g}); rule: {found.rule}."
    )
    return [*told, *evenly(found.sampling)]


def _move(step: TimelineStep) -> str:
    told = step.move if step.was_made else f"not {step.move}"
    return f"{told}, as published" if step.published else told


def _forecast(told: Forecast) -> str:
    low, _, high = told.interval
    if high - low < 0.005:
        return percent(told.mean)
    return f"{percent(told.mean)} ({low * 100:.0f}–{high * 100:.0f})"


def _ends(step: TimelineStep) -> str:
    best = sorted(step.outcomes, key=lambda each: -each.mean)[:_MOST_OUTCOMES]
    return ", ".join(f"{each.name} {percent(each.mean)}" for each in best if each.mean >= 0.005)
