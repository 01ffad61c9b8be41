"""Every parameter as it was used: value, range, and what the case says about it."""

from __future__ import annotations

from dataclasses import dataclass

from standoff.brief.beliefs import beliefs_of, quantile
from standoff.brief.brief import Brief
from standoff.game.parameter import Parameter
from standoff.study.estimates import POINTS
from standoff.study.findings import Interval, ParameterFinding


def spread(brief: Brief, parameter: Parameter) -> Interval:
    """Return the 5, 50 and 95 % points of what is assumed about a parameter."""
    belief = brief.distributions.get(parameter.name)
    if belief is None:
        return parameter.default, parameter.default, parameter.default
    beliefs = beliefs_of(brief)
    if parameter.name not in beliefs.disputes:
        return belief.central(parameter.low, parameter.high)
    low, middle, high = quantile(beliefs, parameter, POINTS).tolist()
    return low, middle, high


def written_span(brief: Brief, parameter: Parameter) -> tuple[float, float]:
    """Return the ends of a range `a to b` as written, or else the 5 and 95 % points."""
    belief = brief.distributions.get(parameter.name)
    is_disputed = parameter.name in beliefs_of(brief).disputes
    if belief is not None and belief.kind == "interval" and not is_disputed:
        return belief.ends
    low, _, high = spread(brief, parameter)
    return low, high


@dataclass(frozen=True, slots=True)
class ParametersUsed:
    """The parameters of a case, for pictures that need no other finding."""

    parameters: tuple[ParameterFinding, ...]


def parameters_used(brief: Brief) -> ParametersUsed:
    """Return every parameter of a case, with its meaning and unit."""
    return ParametersUsed(parameters(brief))


def parameters(brief: Brief) -> tuple[ParameterFinding, ...]:
    """Return every parameter in the order of the model."""
    return tuple(_finding(brief, each) for each in brief.parameters)


def _finding(brief: Brief, parameter: Parameter) -> ParameterFinding:
    assumption = brief.assumptions.get(parameter.name)
    belief = brief.distributions.get(parameter.name)
    depends = ""
    if assumption is not None and assumption.depends_on is not None:
        depends = f", depends on {assumption.depends_on}"
    return ParameterFinding(
        name=parameter.name,
        symbol=parameter.symbol,
        meaning=parameter.meaning,
        unit=parameter.unit,
        value=float(brief.base()[parameter.name][0]),
        range_text="fixed" if belief is None else f"{belief}{depends}",
        interval=spread(brief, parameter),
        claims=() if assumption is None else assumption.claims,
        because="" if assumption is None else assumption.because,
        line=0 if assumption is None else assumption.line,
        origin="model default" if assumption is None else "assumption",
    )
