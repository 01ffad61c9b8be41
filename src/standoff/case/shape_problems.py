"""The kinds of problems that the shape of a case file can have, item by item."""

from __future__ import annotations

from standoff.text.diagnostic import Kind


class UnknownKey(Kind):
    """A key that a case file does not have.

    What it does
    ------------
    Finds keys that the format does not know, and proposes the nearest known one.

    Why it matters
    --------------
    A mistyped key would otherwise be ignored, and what stands behind it with it.

    Example
    -------
    ::

        claims:
          - {id: c1, suports: [c2]}

    Fix
    ---
    Correct the key. Remarks go under `note:`, `because:` or behind a `#`.
    """

    code = "SC005"
    name = "unknown-key"


class MissingKey(Kind):
    """A key without which an item means nothing.

    What it does
    ------------
    Finds items that lack a required key, such as a claim without a source or a grade.

    Why it matters
    --------------
    A claim without a source cannot be traced, and one without a grade cannot be weighed.

    Example
    -------
    ::

        sources:
          - {id: memo, publisher: Ministry of Ports}

    Fix
    ---
    Add the key. What is not known has its own value: `date: unknown`, `reliability: F`,
    `credibility: 6`.
    """

    code = "SC006"
    name = "missing-key"


class WrongValue(Kind):
    """A value of the wrong sort: a text for a number, a word that is not on the list.

    What it does
    ------------
    Compares every value with what its key can hold.

    Why it matters
    --------------
    A wrong sort of value is nearly always a slip, such as a list item in the wrong place.

    Example
    -------
    ::

        claims:
          - {id: c1, reliability: G, credibility: "2", who: minister}

    Fix
    ---
    Write one of the listed values; numbers without quotation marks; a list in brackets, even of
    one::

        claims:
          - {id: c1, reliability: F, credibility: 2, who: [minister]}
    """

    code = "SC007"
    name = "wrong-value"


class BadRange(Kind):
    """A range that cannot be read.

    What it does
    ------------
    Reads the text after `range:` and finds unknown forms, a wrong count or order of numbers.

    Why it matters
    --------------
    Every result is computed over the ranges. One that is guessed at would be guessed wrong.

    Example
    -------
    ::

        assumptions:
          - {parameter: prize, range: .8 to .2}

    Fix
    ---
    Write the smaller number first::

        assumptions:
          - {parameter: prize, range: .2 to .8}

    The other forms are `uniform(.2, .8)`, `triangular(.2, .35, .8)`, `beta(2, 5)`,
    `normal(.35, .1)`, `lognormal(-1, .5)` and, with a value, `fixed`.
    """

    code = "SC008"
    name = "bad-range"


class BadDate(Kind):
    """A date that does not exist or cannot be read.

    What it does
    ------------
    Reads every date and finds days that no calendar has.

    Why it matters
    --------------
    The order of events and what was known when both hang on dates.

    Example
    -------
    ::

        sources:
          - {id: gazette, date: 2031-02-30}

    Fix
    ---
    Write no more than is known: a day, a month, a year, or `unknown`::

        sources:
          - {id: gazette, date: 2031-02}
    """

    code = "SC009"
    name = "bad-date"
