"""What was found, as a page to read: in a browser, in the terminal, or as data.

The HTML page brings charts with it and is loaded when it is first asked for.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from standoff.report.page import write_report as write_report


def __getattr__(name: str) -> object:
    if name == "write_report":
        from standoff.report.page import write_report

        return write_report
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
