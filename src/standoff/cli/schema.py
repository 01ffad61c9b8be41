"""`standoff schema`: the shape of a case file for editors."""

from __future__ import annotations


def schema() -> None:
    """Print the JSON Schema of case files, for editors that complete and check while typing.

    In an editor with a YAML language server: write it to a file beside the case, and begin the case
    with the line `# yaml-language-server: $schema=case.schema.json`.
    """
    import json

    from standoff.case import json_schema
    from standoff.cli._screen import write

    write(json.dumps(json_schema(), indent=2))
