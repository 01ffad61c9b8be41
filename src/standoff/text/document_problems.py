"""The kinds of problems that a text can have before anybody asks what it means."""

from __future__ import annotations

from standoff.text.diagnostic import Kind


class NotYaml(Kind):
    """The text is not YAML.

    What it does
    ------------
    Reports the first place where the text stops being readable: a tab used for indentation, a
    quotation mark or bracket that is never closed, a colon inside an unquoted text, a character
    that no text file should hold.

    Why it matters
    --------------
    Nothing after that place can be read, so nothing else is checked until it is repaired.

    Example
    -------
    ::

        title: Berlin: the second ultimatum

    Fix
    ---
    Put a text that holds ``:`` or ``#`` in quotation marks, or write it below ``>-``::

        title: "Berlin: the second ultimatum"
    """

    code = "SC001"
    name = "not-yaml"


class ForbiddenYaml(Kind):
    """The text uses a part of YAML that case and game files do without.

    What it does
    ------------
    Refuses anchors (``&a``), aliases (``*a``), tags (``!!float``), keys that are not plain words,
    and a second document after ``---``.

    Why it matters
    --------------
    A file is read by people. Anchors and aliases make one line mean something on another, and a
    few lines of them can grow to billions of values. Tags change what a value is.

    Example
    -------
    ::

        value: &guess .35

    Fix
    ---
    Write the value where it belongs, without the mark. A text that begins with ``&``, ``*`` or
    ``!`` goes in quotation marks.
    """

    code = "SC002"
    name = "forbidden-yaml"


class DuplicateKey(Kind):
    """The same key is written twice in one place.

    What it does
    ------------
    Finds a key that is repeated within one block and names the line of the first one.

    Why it matters
    --------------
    YAML readers silently keep one of the two. Which one would be luck.

    Example
    -------
    ::

        parameter: prize
        value: 0.4
        value: 0.6

    Fix
    ---
    Keep one of them. Two assumptions are two list items, each with its own ``-``.
    """

    code = "SC003"
    name = "duplicate-key"


class TooLarge(Kind):
    """The text is nested too deeply, holds too many values, or a number is too long.

    What it does
    ------------
    Stops at more than 50 levels of nesting or 100,000 values, and at a number of more than 100
    digits.

    Why it matters
    --------------
    No case is like that. A file that is, is damaged or made to exhaust the reader.

    Example
    -------
    ::

        claims: [[[[[[[[[[...]]]]]]]]]]

    Fix
    ---
    Split the material into several cases, and look for brackets that are never closed.
    """

    code = "SC004"
    name = "too-large"


class ControlCharacter(Kind):
    r"""An escape makes a character that no text may hold.

    What it does
    ------------
    Reads escapes in double quotation marks, and refuses those that stand for a control character
    (`"\x01"`, `"\e"`), for half of a surrogate pair (`"\ud800"`), or for no character at all.

    Why it matters
    --------------
    Such characters cannot be seen, and can steer a terminal or end the program that draws a chart.

    Example
    -------
    ::

        title: "The harbor\x01 affair"

    Fix
    ---
    Delete the escape. A text with a backslash that is meant as such stands in single quotation
    marks, where a backslash has no meaning.
    """

    code = "SC073"
    name = "control-character"


class CutText(Kind):
    """A comma cuts a text in brackets that holds parentheses and stands in no quotation marks.

    What it does
    ------------
    Finds a text in `{...}` or `[...]` whose parenthesis is closed only behind the next comma.

    Why it matters
    --------------
    In brackets a comma begins the next item: `{Mexico: max(prize, 1)}` has the two items
    `Mexico: max(prize` and `1)`.

    Example
    -------
    ::

        questions:
          - {id: more, ask: What if more were at stake?, set: {prize: max(prize, 1)}}

    Fix
    ---
    Put the text in quotation marks::

        questions:
          - {id: more, ask: What if more were at stake?, set: {prize: "max(prize, 1)"}}
    """

    code = "SC074"
    name = "cut-text"
