"""Runs of jobs that take no time."""

from __future__ import annotations

import numpy as np
import pytest

from standoff.run import Run


def same_tables(one: Run, other: Run) -> bool:
    """Whether two runs hold the same columns to the last bit, chunk by chunk."""
    mine, theirs = list(one.columns()), list(other.columns())
    return len(mine) == len(theirs) and all(
        a.keys() == b.keys() and all(a[name].tobytes() == b[name].tobytes() for name in a)
        for a, b in zip(mine, theirs, strict=True)
    )


@pytest.fixture
def folder(tmp_path):
    # Nothing in the name of a folder may be taken for SQL or for a pattern.
    return tmp_path / "run [1] it's*"


def expected(job) -> dict[str, np.ndarray]:
    """What a job computes, without a run."""
    chunks = [job.columns(chunk) for chunk in range(job.n_chunks)]
    return {name: np.concatenate([each[name] for each in chunks]) for name in chunks[0]}
