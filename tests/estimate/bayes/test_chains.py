"""Chains in several processes: Ctrl-C is a matter of the one that started them."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from standoff.estimate.bayes.chains import Effort, Plan, run_chains
from standoff.estimate.bayes.progress import Progress


class Witness:
    """Stands for a target, and writes down what Ctrl-C does where it arrives."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> Any:
        return _arrive, (self.folder,)


def _arrive(folder: Path) -> Witness:
    (folder / "heard").write_text(str(signal.getsignal(signal.SIGINT)))
    raise ValueError("nothing to sample")


def test_a_process_is_deaf_to_ctrl_c_before_it_has_loaded_anything(tmp_path: Path) -> None:
    target: Any = Witness(tmp_path)
    plan = Plan(target, Effort(2, 1, 1, 0.8, 2, workers=2), np.zeros((2, 1)), np.eye(1), 0)
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(RuntimeError):
        run_chains(plan, Progress(False, 2))
    assert (tmp_path / "heard").read_text() == str(signal.SIG_IGN)
    assert signal.getsignal(signal.SIGINT) is before
