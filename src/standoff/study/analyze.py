"""From a case to everything found about it."""

from __future__ import annotations

import platform
from pathlib import Path

import numpy as np

import standoff
from standoff.brief.brief import Brief, brief_case
from standoff.brief.draw import Sampling
from standoff.study.asked import Asked, ask
from standoff.study.base_rate import base_rates
from standoff.study.break_even import break_evens
from standoff.study.checked import Retrace, check_all
from standoff.study.claims import claim_effects
from standoff.study.cross_check import cross_check
from standoff.study.equilibria import base_equilibria, equilibria
from standoff.study.estimates import base_names, category_shares, estimates, statuses
from standoff.study.evaluate import Progress, silent
from standoff.study.findings import Findings, Provenance
from standoff.study.further import further
from standoff.study.histograms import histograms
from standoff.study.outside import outside
from standoff.study.parameters import parameters
from standoff.study.questions import questions
from standoff.study.rules import under
from standoff.study.subject import subject_of
from standoff.study.swings import swings
from standoff.study.threats import ThreatWatch


def analyze(
    case: Path | str | Brief,
    *,
    n_draws: int | None = None,
    seed: int = 0,
    progress: Progress | None = None,
    chunk: int | None = None,
    sampling: Sampling = "random",
    rule: str = "model",
    retrace: Retrace = "sample",
) -> Findings:
    """Analyze a case: what follows from it, what that rests on, and what would change it.

    Parameters
    ----------
    case : path or Brief
    n_draws : int, optional
        How many times the parameters are drawn from their ranges. By default 100,000, or 300 where
        every draw has to be solved by itself.
    seed : int
        The same seed gives the same numbers to the digit.
    progress : callable, optional
        Called with the stage, the number of pieces done, and the number of pieces in all.
    chunk : int, optional
        Draws worked on at once; changes memory and speed, and no number.
    sampling : {"random", "sobol"}
        Independent draws, or evenly spread ones (`standoff.brief.draw_parameters`).
    rule : str
        Which equilibrium is played where there are several (`standoff.study.rules.RULES`).
    retrace : {"sample", "all"}
        On how many draws other code follows the logit branch again, where the answers lie on it: a
        sample of up to 20, or all of them (`standoff.solve.verify_branch`).

    Raises
    ------
    FileProblem, InvalidDocument
        If the case cannot be read or has errors.
    GameError, UnknownName
        If a question asks for what the game does not know, or there is no such rule.

    Examples
    --------
    >>> findings = analyze("cases/cienfuegos/case.yaml", n_draws=500)
    >>> dict(findings.base)["regime"], findings.verification.n_failed
    ('private pooling', 0)
    """
    brief = case if isinstance(case, Brief) else brief_case(case)
    told = progress or silent
    asked = ask(
        brief,
        subject=under(subject_of(brief), rule),
        n_draws=n_draws,
        seed=seed,
        chunk=chunk,
        progress=told,
        sampling=sampling,
    )
    watch = ThreatWatch(asked)
    checked = check_all(asked, watch, retrace=retrace)
    at_base, completeness = base_equilibria(asked)
    moves = swings(asked)
    return Findings(
        title=brief.case.title,
        provenance=_provenance(asked, rule),
        rule=asked.subject.rule,
        given=asked.given,
        headline=asked.subject.headline,
        headline_meaning=asked.subject.headline_meaning,
        estimates=estimates(asked),
        shares=category_shares(asked),
        base=base_names(asked),
        statuses=statuses(asked),
        outside=outside(asked),
        verification=checked.finding,
        equilibria=equilibria(at_base, checked.exists_share, checked.finding),
        completeness=completeness,
        cross_check=cross_check(asked, at_base),
        threats=watch.findings(),
        break_evens=break_evens(asked),
        swings=moves,
        claim_effects=claim_effects(asked),
        questions=questions(asked),
        histograms=histograms(asked, watch.beliefs()),
        parameters=parameters(brief),
        base_rates=base_rates(brief),
        further=further(asked, moves),
    )


def _provenance(asked: Asked, rule: str) -> Provenance:
    brief = asked.brief
    path = Path(brief.path)
    return Provenance(
        # A whole path would tell where on a machine the case lies.
        case_path=path.name if path.is_absolute() else brief.path,
        case_hash=brief.sha256,
        model=brief.about,
        seed=asked.seed,
        n_draws=len(asked.draws),
        versions=(
            ("standoff", standoff.__version__),
            ("numpy", np.__version__),
            ("python", platform.python_version()),
        ),
        sampling=asked.sampling,
        selection=rule,
    )
