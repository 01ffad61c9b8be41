"""Cases that went through accidents are refused with diagnostics, or checked and then answered.

The same with thousands of cases is in `benchmarks/bench_mutations.py`.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.mutated import CASE, GAME, carried_through, mutated, written

from standoff.text.yaml_text import quoted


def test_accidents_are_refused_or_answered(tmp_path: Path):
    became = Counter(carried_through(written(mutated(seed), tmp_path)) for seed in range(60))
    assert became["refused"] > became["answered"] > 0


NAMES = ["boat is freed", "war is averted", "x is not y", "trailing ", 'say "go"', "a >= b", "a, b",
         "a = b; c", "back\\slash\\", "[x]", "{x}", "{{ x }}", "datum['x']", "<b>&amp;", "[red]x",
         "**x** `y` | z", "שלום", "😀", "e\u0301", "\u202egnp", "regime", "status", "headline", "1",
         "1e5", "null", "no answer", "\\x01", "x" * 150]  # fmt: skip
PLACES = ["boat is freed", "harbor is closed", "nothing happens", "no threat", "give in", "resist",
          "threaten", "stay quiet", "heard the threat", "weather", "storm", "calm", "Sudmark",
          "Norland", "Senate", "ferry", "The ferry dispute", "Coast guard", "Radio"]  # fmt: skip


@pytest.mark.parametrize("shift", [0, 10, 20])
def test_any_name_in_any_place_is_answered(shift: int, tmp_path: Path):
    files = {"case.yaml": CASE, "game.yaml": GAME}
    for i, place in enumerate(PLACES):
        name = quoted(NAMES[(i + shift) % len(NAMES)])
        for before, after in ((": ", ","), (": ", "\n"), ("[", "]"), (": ", "}"), (" ", ":"),
                              ("[", ","), (", ", "]"), ("{", ":"), (", ", ":")):  # fmt: skip
            files = {
                file: text.replace(f"{before}{place}{after}", f"{before}{name}{after}")
                for file, text in files.items()
            }
    assert NAMES[shift] in files["game.yaml"] or quoted(NAMES[shift]) in files["game.yaml"]
    assert carried_through(written(files, tmp_path), with_report=shift == 0) == "answered"
