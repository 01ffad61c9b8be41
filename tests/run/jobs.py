"""Jobs that take no time, in a module that other processes can import."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Squares:
    """Random numbers, their roots, and a code; chunk `fails` raises, `kills` ends its process."""

    seed: int = 0
    n_chunks: int = 5
    n_rows: int = 100
    seconds: float = 0.0
    fails: int = -1
    kills: int = -1
    inputs: dict[str, str] = field(default_factory=lambda: {"case.yaml": "a: 1\n"})

    def describe(self):
        return {
            "seed": self.seed,
            "n_rows": self.n_rows,
            "labels": {"sign": ["below", "it's [above]"]},
        }

    def columns(self, chunk):
        if chunk == self.fails:
            raise ZeroDivisionError("chunk")
        if chunk == self.kills:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(self.seconds)
        x = np.random.Generator(np.random.Philox(key=[self.seed, chunk])).normal(size=self.n_rows)
        return {
            "row": np.arange(self.n_rows) + chunk * self.n_rows,
            "x": x,
            "root of x": np.sqrt(x, out=np.full_like(x, np.nan), where=x >= 0),
            "sign": np.where(np.abs(x) < 0.1, -1, x > 0).astype(np.int16),
        }
