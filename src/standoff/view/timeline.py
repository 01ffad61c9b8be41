"""Who did what when: dated events in one lane per side, as precise as they are known."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from standoff.case.date import CaseDate
from standoff.case.schema import Case, Claim, Event
from standoff.view.chart import Chart, draw
from standoff.view.marks import WIDTH, Bar, Dot, Mark, Row, Words, flat, upright
from standoff.view.theme import AXIS_GRID, FAINT, INK, MUTED, PAPER, PLAYERS, SHADE

_LINE = 27.0
_DOT = 20.0
_LEFT = 104.0
_EARLIER = 74.0
#: A silence longer than this many days separates what led to the crisis from the crisis.
_GAP = 150
_NOBODY = "nobody named"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def data(case: Case) -> list[Row]:
    """Return one row per event in the order of time.

    A row has `number` (counted from 1), `event`, `what`, `date` as written, `precision`, `first`
    and `last` (the days between which it lies, or None), `side` (a name), and `support`: the
    strongest way in which it is reported ("official", "named", "outlet", "anonymous", "silence",
    or "none").
    """
    claims = {claim.id: claim for claim in case.claims}
    ordered = sorted(case.events, key=_when)
    return [
        {
            "number": i + 1,
            "event": event.id,
            "what": event.what,
            "date": date_text(event),
            "precision": event.date.precision,
            "first": event.earliest.first,
            "last": event.latest.last,
            "side": side_name(case, event.actor),
            "support": _support(event, claims),
        }
        for i, event in enumerate(ordered)
    ]


def date_text(event: Event) -> str:
    """Return the date of an event as it is known.

    An unknown date is told by the days between which it lies.
    """
    if event.date.precision != "unknown":
        return day_text(event.date)
    if event.after and event.before:
        return f"between {day_text(event.after)} and {day_text(event.before)}"
    if event.before:
        return f"by {day_text(event.before)}"
    return f"from {day_text(event.after)} on" if event.after else "date unknown"


def day_text(day: CaseDate) -> str:
    """Return a date in words as far as it is known.

    Examples
    --------
    >>> day_text(CaseDate(2020, 11, 18)), day_text(CaseDate(2020, 11)), day_text(CaseDate(2020))
    ('18 Nov 2020', 'Nov 2020', '2020')
    """
    if day.year is None:
        return "date unknown"
    month = _MONTHS[day.month - 1] if day.month else ""
    return " ".join(each for each in (str(day.day or ""), month, str(day.year)) if each)


def side_name(case: Case, who: str | None) -> str:
    """Return the name of the side that an actor or a side belongs to."""
    actors = {actor.id: actor.side for actor in case.actors}
    names = {side.id: side.name for side in case.sides}
    side = actors.get(who or "", who or "")
    return names.get(side, _NOBODY)


def chart(case: Case) -> Chart:
    """Draw the rows of `data`: dots for days, bars for spans, numbers as in the list beside it."""
    start, end = window(case)
    lanes, places = _places(data(case), start, end)
    marks: list[Mark] = []
    top = 0.0
    for position, (name, n_lines) in enumerate(lanes):
        height = _LINE * n_lines
        if position % 2 == 0:
            marks.append(Bar(0, WIDTH, top, top + height, SHADE))
        marks.append(Words(name, 6, top + height / 2, bold=True))
        top += height
    for day, text in _ticks(start, end):
        x = _x(day, start, end)
        marks.append(upright(x, 0, top, AXIS_GRID))
        marks.append(Words(text, x, top + 11, "center", MUTED))
    if any(row["x1"] < _LEFT + _EARLIER for row in places):
        marks.append(upright(_LEFT + _EARLIER, 0, top, FAINT, dash=(2, 3)))
        marks.append(Words("earlier", _LEFT + _EARLIER / 2, top + 11, "center", MUTED))
    for row in places:
        marks += _event(row)
    return draw(marks, height=top + 11)


def window(case: Case) -> tuple[date, date]:
    """Return the first and last day of the crisis itself: the latest stretch without long gaps."""
    days = sorted(
        event.date.first
        for event in case.events
        if event.date.first is not None and event.date.precision in ("day", "month")
    )
    if not days:
        days = sorted(
            each for e in case.events for each in (e.earliest.first, e.latest.last) if each
        )
    if not days:
        return date(2000, 1, 1), date(2000, 12, 31)
    start = days[0]
    for before, after in pairwise(days):
        if (after - before).days > _GAP:
            start = after
    known = [e.date.last for e in case.events if e.date.last and e.date.precision != "year"]
    end = max(known, default=days[-1])
    # Nothing that a case reports can be later than what it knows.
    if case.as_of is not None and case.as_of.last is not None:
        end = max(min(end, case.as_of.last), days[-1])
    room = max((end - start).days // 30, 2)
    return start - timedelta(days=room), max(end, start) + timedelta(days=room)


def _when(event: Event) -> tuple[date, date]:
    """Order by the last day that is possible, so that nothing stands before what it followed."""
    last = event.latest.last or event.earliest.first or date.max
    return last, event.earliest.first or date.min


def _support(event: Event, claims: dict[str, Claim]) -> str:
    statuses = {status for id in event.reporting if id in claims for status in claims[id].status}
    for status in ("official", "named", "outlet", "anonymous", "silence"):
        if status in statuses:
            return status
    return "none"


def _x(day: date, start: date, end: date) -> float:
    left = _LEFT + _EARLIER + 14
    share = (day - start).days / max((end - start).days, 1)
    return left + share * (WIDTH - left - 14)


def _ticks(start: date, end: date) -> list[tuple[date, str]]:
    """Return days for the axis: months, or years where there are many, or weeks where few."""
    firsts = [
        date(year, month, 1)
        for year in range(start.year, end.year + 1)
        for month in range(1, 13)
        if start <= date(year, month, 1) <= end
    ]
    if len(firsts) > 10:
        return [(day, str(day.year)) for day in firsts if day.month == 1]
    if len(firsts) >= 4:
        return [(day, f"{_MONTHS[day.month - 1]} {day.year}") for day in firsts]
    every = [start + timedelta(days=i) for i in range((end - start).days + 1)]
    halves = [day for day in every if day.day in (1, 15)]
    # Without two halves of months there are few days, and a few of them will do.
    shown = halves if len(halves) > 1 else every[:: max(len(every) // 5, 1)]
    return [(day, f"{day.day} {_MONTHS[day.month - 1]}") for day in shown]


def _places(found: list[Row], start: date, end: date) -> tuple[list[tuple[str, int]], list[Row]]:
    """Give every event a place, in as few lines of its lane as there is room for."""
    lanes: list[tuple[str, int]] = []
    placed: list[Row] = []
    names = list(dict.fromkeys(row["side"] for row in found))
    names.sort(key=lambda name: name == _NOBODY)
    top = 0
    for name in names:
        ends: list[float] = []
        for row in (row for row in found if row["side"] == name):
            x1, x2 = _span(row, start, end)
            free = next((i for i, taken in enumerate(ends) if x1 - _DOT / 2 > taken), len(ends))
            ends[free : free + 1] = [x2 + _DOT / 2 + 2]
            placed.append({**row, "x1": x1, "x2": x2, "line": top + free + 0.5})
        lanes.append((name, max(len(ends), 1)))
        top += max(len(ends), 1)
    return lanes, placed


def _span(row: Row, start: date, end: date) -> tuple[float, float]:
    first, last = row["first"], row["last"]
    if row["precision"] != "unknown" and last < start:
        middle = _LEFT + _EARLIER / 2
        return middle, middle
    if row["precision"] == "day":
        return _x(first, start, end), _x(first, start, end)
    if last is not None and last < start:
        middle = _LEFT + _EARLIER / 2
        return middle, middle
    left = _LEFT + _EARLIER + 14 if first is None or first < start else _x(first, start, end)
    right = WIDTH - 14 if last is None or last > end else _x(last, start, end)
    return left, max(left, right)


def _event(row: Row) -> list[Mark]:
    left, right, y = row["x1"], row["x2"], _LINE * row["line"]
    blue, orange = PLAYERS[0].color, PLAYERS[1].color
    dash = (2, 3) if row["precision"] == "unknown" else None
    span = [flat(left, right, y, INK, 2, dash=dash)] if right > left else []
    # Rims differ by dashes too, for readers and printers without color.
    fill, stroke, dash, ink = {
        "official": (blue, blue, None, PAPER),
        "named": (blue, blue, None, PAPER),
        "outlet": (PAPER, blue, None, blue),
    }.get(row["support"], (PAPER, orange, (3, 2), orange))
    x = (left + right) / 2
    dot = Dot(x, y, fill, 330, stroke, 2, dash=dash)
    return [*span, dot, Words(str(row["number"]), x, y, "center", ink, bold=True)]
