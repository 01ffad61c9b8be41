"""Thousands of cases that went through accidents: each is refused with diagnostics, or answered.

Nothing is compared with a peer. The seeds are fixed; `STANDOFF_MUTATIONS` is how many of them are
tried (20,000 take about an hour of one core, most of it in the twentieth that is answered).
"""

from __future__ import annotations

import os
import time
from collections import Counter
from pathlib import Path

from tests.mutated import carried_through, mutated, written

N = int(os.environ.get("STANDOFF_MUTATIONS", "2000"))


def test_mutated_cases_are_refused_or_answered(tmp_path: Path) -> None:
    begin = time.process_time()
    became: Counter[str] = Counter()
    for seed in range(N):
        became[carried_through(written(mutated(seed), tmp_path))] += 1
    seconds = time.process_time() - begin
    told = ", ".join(f"{n:,} {name}" for name, n in sorted(became.items()))
    print(f"\n{N:,} mutated cases: {told}, none failed; {seconds:.0f} CPU seconds")
    assert sum(became.values()) == N
