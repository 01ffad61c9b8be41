"""The sampler: closed forms, the prior alone, calibration, and the same digits again."""

from dataclasses import dataclass
from io import StringIO

import numpy as np
import pytest
from scipy import stats

from standoff.errors import EstimationError
from standoff.estimate.bayes import fit_bayes, parse_prior
from standoff.estimate.bayes.chains import Effort
from standoff.estimate.bayes.progress import Progress
from standoff.estimate.bayes.sampling import sample
from standoff.estimate.bayes.target import Target
from standoff.estimate.bayes.wrapped import in_double_precision
from standoff.estimate.restrict import restrict

QUIET = Progress(False, 1)


@dataclass
class Normal:
    """Normal data with variance 1 and the mean of the first parameter; the others do nothing."""

    data: np.ndarray
    names: tuple[str, ...]
    outcomes: tuple[str, ...] = ()
    error: BaseException | None = None
    n_calls: int = 0

    @property
    def n_observations(self):
        return len(self.data)

    def log_likelihoods(self, theta):
        self.n_calls += 1
        if self.error is not None and self.n_calls == 500:
            raise self.error
        return -0.5 * (self.data - theta[0]) ** 2

    def scores(self, theta):
        found = np.zeros((len(self.data), len(self.names)))
        found[:, 0] = self.data - theta[0]
        return found


PRIORS = {
    "mean": ("normal(1, 0.5)", None),
    "half": ("half_normal(2)", stats.halfnorm(0, 2)),
    "tail": ("student_t(5, 1, 2)", stats.t(5, 1, 2)),
    "box": ("uniform(-1, 3)", stats.uniform(-1, 4)),
    "skewed": ("gamma(3, 2)", stats.gamma(3, 0, 0.5)),
}


def target(error=None):
    data = np.random.default_rng(4).normal(0.2, 1.0, 10)
    likelihood = Normal(data, tuple(PRIORS), error=error)
    priors = {name: parse_prior(text) for name, (text, _) in PRIORS.items()}
    return Target(restrict(likelihood), (), priors), data


def test_closed_form_of_what_has_data_and_the_prior_of_what_has_none():
    found, data = target()
    start = np.ones(len(PRIORS))
    effort = Effort(2, 300, 1000, 0.8, 10)
    drawn = sample(found, [start], effort, seed=3, progress=QUIET)
    draws = dict(zip(PRIORS, drawn.theta.reshape(-1, len(PRIORS)).T, strict=True))
    precision = 1 / 0.5**2 + len(data)
    mean = (1 / 0.5**2 + data.sum()) / precision
    # The chance that all of these are further off is below one in a million at 500 real draws.
    assert draws["mean"].mean() == pytest.approx(mean, abs=5 / np.sqrt(precision * 500))
    assert draws["mean"].std() == pytest.approx(precision**-0.5, rel=5 / np.sqrt(1000))
    for name, (_, known) in PRIORS.items():
        if known is not None:
            shares = [(draws[name] < known.ppf(q)).mean() for q in (0.1, 0.5, 0.9)]
            np.testing.assert_allclose(shares, (0.1, 0.5, 0.9), atol=5 * 0.5 / np.sqrt(500))
    assert not drawn.diverging.any()


def test_an_interrupt_in_the_middle_ends_it():
    found, _ = target(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        sample(found, [np.ones(5)], Effort(1, 200, 200, 0.8, 10), seed=0, progress=QUIET)
    assert found.free.base.n_calls < 600


def test_nowhere_to_start_is_said():
    found, _ = target()
    found.free.base.data[:] = np.nan
    with pytest.raises(EstimationError, match="not defined at any point"):
        sample(found, [np.ones(5)], Effort(1, 20, 20, 0.8, 10), seed=0, progress=QUIET)


def calibration(n_replicates: int, seed: int) -> tuple[dict[str, list], dict[str, np.ndarray]]:
    """Many data sets in one table, each with utilities of its own, drawn from the prior."""
    rng = np.random.default_rng(seed)
    names = [f"r{j:03}" for j in range(n_replicates)]
    first, second = rng.normal(0, 1, n_replicates), rng.normal(0.5, 0.7, n_replicates)
    n = 8
    p_war = stats.norm.cdf(second / np.sqrt(2))
    p_escalate = stats.norm.cdf((0.4 * p_war - first) / np.sqrt(2))
    rows = np.repeat(np.arange(n_replicates), n)
    escalate = rng.random(len(rows)) < p_escalate[rows]
    war = escalate & (rng.random(len(rows)) < p_war[rows])
    table = {"rep": [names[j] for j in rows], "esc": escalate * 1.0, "war": war * 1.0}
    truth = {"u1(~esc)": first, "u2(esc,war)": second}
    return table, truth


def calibrated(n_replicates: int, seed: int, **options) -> dict[str, np.ndarray]:
    """Where the truth lies among draws, in shares, for each utility and replicate."""
    table, truth = calibration(n_replicates, seed)
    found = fit_bayes(
        "egame12",
        table,
        "esc + war ~ rep - 1 | 0 | 1 | rep - 1",
        priors={"u11": "normal(0, 1)", "u24": "normal(0.5, 0.7)", "u14": "fixed(0.4)"},
        n_starts=1,
        seed=seed,
        **options,
    )
    assert not found.sampled.diverging.any()
    ranks = {}
    for block, values in truth.items():
        at = [j for j, name in enumerate(found.names) if name.startswith(f"{block}:")]
        ranks[block] = (found.draws[:, at] < values).mean(0)
    return ranks


def test_posteriors_are_calibrated():
    """Talts et al. (2018): truths drawn from the prior have uniform ranks among draws."""
    ranks = calibrated(12, 11, n_chains=1, n_warmup=100, n_draws=100)
    for values in ranks.values():
        assert len(values) == 12
        assert stats.kstest(values, "uniform").pvalue > 1e-3


def test_plain_lines_elsewhere_than_in_a_terminal():
    stream = StringIO()
    told = Progress(True, 2, stream)
    told.say("looking")
    for n_done in range(25, 101, 25):
        told.step(0, n_done, 100, 50)
    told.close()
    assert stream.getvalue() == "looking\nchain 1 of 2: drawing, 100 of 100 steps\n"
    silent = StringIO()
    Progress(None, 2, silent).say("looking")
    assert silent.getvalue() == ""


class Terminal(StringIO):
    def isatty(self):
        return True


def test_one_line_in_a_terminal():
    stream = Terminal()
    told = Progress(None, 1, stream)
    told.say("a long line")
    told.step(0, 25, 100, 50)
    told.close()
    assert stream.getvalue().startswith("\ra long line\rchain 1 of 1: warming up, 25 of 100 steps")
    assert stream.getvalue().count("\n") == 1


def test_the_prior_alone_leaves_the_likelihood_out():
    found, _ = target()
    alone = Target(found.free, (), found.priors, uses_data=False)
    state = {"theta": np.array([0.4, 0.1, -0.3, 0.2, 0.9])}
    with in_double_precision():
        both, without = float(found.potential()[0](state)), float(alone.potential()[0](state))
    assert without - both == pytest.approx(found.free.log_likelihoods([0.4, 1, 1, 1, 1]).sum())
