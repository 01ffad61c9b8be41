"""A posterior shows itself as every other result does."""

from __future__ import annotations

from typing import Any

import numpy as np
from tests.estimate.disputes import SMALLER, disputes

from standoff.estimate import fit_bayes


def test_a_posterior_is_a_short_line_and_a_table() -> None:
    posterior: Any = fit_bayes(
        "egame12", disputes(120), SMALLER, seed=1, n_chains=2, n_warmup=50, n_draws=50
    )
    said = repr(posterior)
    assert "2 chains of 50 draws" in said
    assert said.startswith("Posterior: ")
    assert len(said) <= 300
    frame = posterior.to_frame()
    assert list(frame["parameter"]) == list(posterior.names)
    np.testing.assert_array_equal(frame["mean"], posterior.table()["mean"])
    assert frame.equals(posterior.tidy())
    assert posterior._repr_html_().count("<tr><td>") == len(posterior.names)
