"""How today's answers differ from the kept ones: `python -m tests.golden [--write] [WORD ...]`.

WORD keeps to the answers whose name contains it. `--write` keeps today's answers; name each change
in the message of the commit.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.golden.difference import differences
from tests.golden.runs import GOLDENS, Runs


def main(arguments: list[str]) -> int:
    """Return 1 if any answer differs."""
    words = [each for each in arguments if each != "--write"]
    changed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        runs = Runs(new_template(folder), folder)
        for golden in GOLDENS:
            if words and not any(word in golden.name for word in words):
                continue
            after = runs.answer(golden)
            before = golden.path.read_text(encoding="utf-8") if golden.path.exists() else ""
            if before:
                found = differences(before, after, is_json=golden.path.suffix == ".json")
            else:
                found = ["not kept so far"]
            if not found:
                continue
            changed += 1
            print(f"{golden.name}: {len(found)} differences")
            print("".join(f"  {line}\n" for line in found), end="")
            if "--write" in arguments:
                golden.path.parent.mkdir(parents=True, exist_ok=True)
                golden.path.write_text(after, encoding="utf-8")
    return int(changed > 0)


def new_template(folder: Path) -> Path:
    """Write the template case into a folder and return where it is."""
    from standoff.cli._app import run

    template = folder / "template"
    assert run(["new", str(template)]) == 0
    return template


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
