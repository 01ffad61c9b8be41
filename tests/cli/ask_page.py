"""Write today's answers into the page on asking a game: ``python -m tests.cli.ask_page``."""

from __future__ import annotations

import os
from pathlib import Path

from tests.cli.tutorial import played

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/how-to/ask-a-game.md"

if __name__ == "__main__":
    os.environ |= {"COLUMNS": "80", "NO_COLOR": "1"}
    PAGE.write_text(played(PAGE.read_text(encoding="utf-8"), ROOT), encoding="utf-8")
