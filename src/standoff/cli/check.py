"""`standoff check`: what is wrong with a file, and where."""

from __future__ import annotations

from pathlib import Path

from standoff.cli._options import Format


def check(file: Path, /, *, format: Format = "text") -> int:
    """List everything that is wrong with a file that standoff reads, by line.

    Ends with exit code 0 when the file can be used, 1 when it has errors, and 2 when it cannot be
    read at all. More about a code: standoff explain SC014.

    Parameters
    ----------
    file
        A case or a game in YAML; a game of Gambit (.efg, .nfg); estimates, or a game as a graph
        (.json); a table (.csv, .parquet).
    format
        text to read, json for editors and other programs.
    """
    from standoff.brief import check_file
    from standoff.cli._screen import show, write
    from standoff.report.problems import page
    from standoff.text.diagnostic import has_errors, to_json

    diagnostics, document = check_file(file)
    if format == "json":
        write(to_json(diagnostics, document.path))
    else:
        show(page(diagnostics, document), wrap=False)
    return 1 if has_errors(diagnostics) else 0
