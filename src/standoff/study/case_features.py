"""What a case file shows of a crisis, feature by feature, and the line where it shows it.

Each rule reads what is written in the file: the codes of events, who acts against whom and when,
the kinds and words of claims, the roles of actors. A feature that nobody wrote down is not found,
which does not mean that the crisis has it not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from standoff.case.schema import Case
from standoff.models.features import Feature
from standoff.study import case_pressure as pressure
from standoff.study import case_statements as statements
from standoff.study.case_reading import (
    Reading,
    Rule,
    Trace,
    by_claim,
    by_event,
    code_of,
    mode_of,
    move_of,
)

Traces = Mapping[Feature, tuple[Trace, ...]]


def case_features(case: Case) -> dict[Feature, tuple[Trace, ...]]:
    """Return what a case shows, each with the elements that show it, in the order of the file."""
    return _read(case, RULES)


def case_denials(case: Case) -> dict[Feature, tuple[Trace, ...]]:
    """Return what a case speaks against, each with the elements that do."""
    return _read(case, DENIALS)


def _read(case: Case, rules: Mapping[Feature, Rule]) -> dict[Feature, tuple[Trace, ...]]:
    reading = Reading(case)
    read: dict[Feature, tuple[Trace, ...]] = {}
    for feature, rule in rules.items():
        traces = dict.fromkeys(rule(reading))
        if traces:
            read[feature] = tuple(sorted(traces, key=lambda trace: trace.line))
    return read


def _both(*rules: Rule) -> Rule:
    def rule(r: Reading) -> Iterator[Trace]:
        for part in rules:
            yield from part(r)

    return rule


def _public_threat(r: Reading) -> Iterator[Trace]:
    for event in r.events("threaten"):
        if r.speaks_openly(event):
            yield by_event(event, "is a threat of which its own side speaks openly")


def _private_threat(r: Reading) -> Iterator[Trace]:
    for event in r.events("threaten"):
        if r.claims(event) and not r.speaks_openly(event):
            yield by_event(event, "is a threat of which nobody on its own side speaks openly")


def _instruments(r: Reading) -> Iterator[Trace]:
    """A threat without a mode does not tell whether it is another one."""
    used = [event for event in r.events("threaten") if mode_of(event)]
    used += pressure.harm_events(r)
    if len({mode_of(event) or code_of(event) for event in used}) > 1:
        for event in used:
            verb = "threatens" if move_of(event) == "threaten" else "does harm"
            yield by_event(event, f"{verb} in one of several ways ({code_of(event)})")


def _sanctions(r: Reading) -> Iterator[Trace]:
    for event in r.events("threaten"):
        if mode_of(event) in ("restrict", "relations"):
            yield by_event(event, f"threatens to interrupt something ({code_of(event)})")
    for event in r.events("carry_out"):
        if event.code and event.code.category == "SANCTION":
            yield by_event(event, f"interrupts something ({code_of(event)})")


def _doubt(r: Reading) -> Iterator[Trace]:
    reported: set[str] = set()
    for event in r.events("threaten"):
        reported.update(event.claims)
        if event.denial:
            yield by_event(event, "is a threat that somebody denies")
        for claim in r.claims(event):
            if claim.kind == "assessment":
                yield by_claim(claim, f"weighs the threat of {event.id}")
    doubting = {c.id for c in r.case.claims if c.kind in ("assessment", "denial")} - reported
    for conflict in r.case.conflicts:
        positions = [set(position.claims) for position in conflict.positions]
        if any(a & reported and b & doubting for a in positions for b in positions if a != b):
            because = "has positions that report a threat and that doubt it"
            yield Trace(f"conflict {conflict.id}", conflict.line, because)


def _backing_down(r: Reading) -> Iterator[Trace]:
    for event in r.events("threaten", "pressure", "demand", by="challenger"):
        if r.speaks_openly(event):
            yield by_event(event, "commits its own side in the open")


def _talks(r: Reading) -> Iterator[Trace]:
    for event in r.events("talk", "mediate"):
        if r.crosses(event):
            yield by_event(event, f"is coded {code_of(event)}, talk between the sides")


def _no_talks(r: Reading) -> Iterator[Trace]:
    for event in r.events("resist"):
        if mode_of(event) == "meet" and r.crosses(event):
            yield by_event(event, f"is coded {code_of(event)}, a refusal to talk")


def _divisible(r: Reading) -> Iterator[Trace]:
    """Whether somebody is released, or a siege lifted, is a yes or a no."""
    for event in r.events("demand"):
        if mode_of(event) != "yield":
            yield by_event(event, f"is coded {code_of(event)}, a demand that can be more or less")


def _promise(r: Reading) -> Iterator[Trace]:
    if any(r.events("concede")):
        for event in r.events("offer", by="challenger"):
            yield by_event(event, "is a promise by the side that gets its way")


def _honesty(r: Reading) -> Iterator[Trace]:
    if not any(r.events("concede")):
        for event in r.not_done("carry_out"):
            yield by_event(event, "is a threat that was resisted and not carried out")


def _cooperation(r: Reading) -> Iterator[Trace]:
    for event in r.events("cooperate"):
        if r.crosses(event):
            yield by_event(event, f"is coded {code_of(event)}, cooperation between the sides")


def _no_cooperation(r: Reading) -> Iterator[Trace]:
    for event in r.not_done("cooperate"):
        yield by_event(event, "is cooperation that did not take place")


def _growing(r: Reading) -> Iterator[Trace]:
    shown = [*r.events("costly_signal"), *(e for e in r.events("threaten") if r.speaks_openly(e))]
    if len(shown) > 1:
        for event in shown:
            yield by_event(event, "is one of several public steps")


def _culprit(r: Reading) -> Iterator[Trace]:
    for event in r.case.events:
        code, side = event.code, r.side(event.actor)
        if code is None or code.negated or code.category not in ("ACCUSE", "COERCE"):
            continue
        if side and side == r.side(event.recipient) and r.kind(event.recipient) == "person":
            yield by_event(event, "turns a side against one of its own")


def _arrest(r: Reading) -> Iterator[Trace]:
    for event in r.events("carry_out"):
        if mode_of(event) == "seize" and r.kind(event.recipient) in ("person", "group"):
            yield by_event(event, f"is coded {code_of(event)}, of a person")


def _third_decides(r: Reading) -> Iterator[Trace]:
    for event in r.events("concede", "resist", by="third"):
        yield by_event(event, f"is coded {code_of(event)}, a decision by a third side")
    for event in r.events("demand"):
        if r.role(event.recipient) == "third" and r.crosses(event):
            yield by_event(event, "is a demand on a third side")


def _target_decides(r: Reading) -> Iterator[Trace]:
    for event in r.events("concede", by="target"):
        if pressure.settles(r, event):
            yield by_event(event, "is a concession that the target makes itself")


def _data(r: Reading) -> Iterator[Trace]:
    for source in r.case.sources:
        if source.kind == "dataset":
            yield Trace(f"source {source.id}", source.line, "is a dataset")


#: Two features are missing here: no element of a case tells whether power shifts, or whether the
#: target's own limits are unknown too.
RULES: Mapping[Feature, Rule] = {
    "threat": pressure.threat,
    "public threat": _public_threat,
    "private threat": _private_threat,
    "several instruments": _instruments,
    "sanctions": _sanctions,
    "doubt about resolve": _doubt,
    "cost of backing down": _backing_down,
    "inside critic": statements.critic,
    "talks": _talks,
    "divisible stake": _divisible,
    "linked issues": pressure.linked,
    "ratification": statements.ratifier,
    "third party decides": _both(_third_decides, statements.third_claimed),
    "promise afterwards": _promise,
    "later challengers": statements.precedent,
    "honesty over time": _honesty,
    "ongoing cooperation": _cooperation,
    "harm under way": _both(pressure.harm, statements.harm_claimed),
    "waiting contest": _both(pressure.waiting, statements.waiting_claimed),
    "growing stakes": _growing,
    "culprit at home": _culprit,
    "inspection": statements.inspection,
    "arrest of a person": _arrest,
    "many observed crises": _data,
}

#: What speaks against a feature. Most cannot be contradicted by a file: what is not written down
#: may still be so.
DENIALS: Mapping[Feature, Rule] = {
    "talks": _no_talks,
    "third party decides": _target_decides,
    "later challengers": statements.no_precedent,
    "ongoing cooperation": _no_cooperation,
    "harm under way": pressure.no_harm,
    "waiting contest": pressure.no_waiting,
}
