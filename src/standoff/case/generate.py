"""Write what is generated from the case format: its JSON Schema, and the page of its checks.

Run ``python -m standoff.case.generate docs/reference`` from a working copy.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from standoff.case.explain import rules_page
from standoff.case.schema_json import json_schema
from standoff.text.file import write_text

SCHEMA_FILE = Path(__file__).parent / "data" / "case.schema.json"


def schema_text() -> str:
    """Return the JSON Schema as the text of its file."""
    return json.dumps(json_schema(), indent=2) + "\n"


def main(folder: str) -> None:
    """Write the schema into the package and the page into `folder`."""
    write_text(SCHEMA_FILE, schema_text())
    page = Path(folder) / "rules.md"
    write_text(page, rules_page())
    print(f"wrote {SCHEMA_FILE} and {page}")


if __name__ == "__main__":
    main(sys.argv[1])
