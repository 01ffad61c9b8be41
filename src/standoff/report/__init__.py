"""What was found, as a page to read: in a browser, in the terminal, or as data.

The HTML page brings charts with it and is loaded when it is first asked for. Called like a
function, as after ``from standoff import report``, this is `write_report`.
"""

from typing import TYPE_CHECKING

from standoff.callable_room import callable_as

if TYPE_CHECKING:
    from standoff.report.page import write_report as write_report

    # What the room itself is to an editor, when it is called.
    report = write_report


def __getattr__(name: str) -> object:
    if name in ("report", "write_report"):
        from standoff.report.page import write_report

        return write_report
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


callable_as(__name__, "report")
