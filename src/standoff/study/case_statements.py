"""What claims and roles in a case say in words: precedent, who decides, harm, waiting, critics."""

from __future__ import annotations

import re
from collections.abc import Iterator

from standoff.case.schema import Claim, Event
from standoff.study.case_reading import Reading, Rule, Trace, by_claim, by_event
from standoff.study.case_words import Phrases, denied, phrases, said

#: Claims that weigh, explain or foresee; what is reported as a fact is read from events.
_KINDS = ("assessment", "justification", "cause", "forecast")

PRECEDENT = phrases(
    r"precedents?",
    r"next time",
    r"same pressure",
    r"others (?:will|would|may|might|could)",
    r"(?:invit|encourag|embolden|reward|tempt)\w* (?:[\w'’-]+ ){0,4}"
    r"(?:more|others?|another|further|next|future|again|hostage[- ]taking|blackmail|extortion"
    r"|coercion|bullying|kidnapp\w+|demands|threats)",
    r"(?:would|will|could|may|might|can) (?:[\w'’-]+ ){0,4}(?:more|further|new|future|other)"
    r" (?:hostages|demands|arrests|detentions|kidnappings|seizures|threats)",
    r"(?:more|other|countless|future) (?:[\w'’-]+ ){0,4}at risk",
    r"(?:sets?|setting) (?:an|the|a (?:bad|dangerous|wrong)) example",
    r"(?:do|try|use|come|press|threaten|demand|arrest|detain|seize|strike|happen)"
    r" (?:it |this |that |so |them )?again",
    denies=r"(?:no|not an?|never an?|without (?:setting|making|creating) an?) (?:\w+ )?precedents?"
    r"|one-off|exceptional case",
    concern=True,
)
HARM = phrases(
    r"already (?:carried out|done|imposed|in force|in place|holds?|held|seized|arrested|detained"
    r"|cut|closed|blocked|expelled)",
    r"(?:held|holds?|holding|kept|taken|takes|took|using|used|uses) (?:[\w'’-]+ ){0,4}hostages?",
    r"bargaining chips?",
    actual=True,
)
WAITING = phrases(
    r"(?:wait|sit)(?:s|ed|ting|ing)? (?:it|them|him|her|each other|the other(?: side)?) out",
    r"outlast\w*",
    r"stalemate",
    r"deadlock\w*",
    r"impasse",
    r"(?:hold|holds|holding|held) out(?! (?:the|a|an|hope))",
    r"(?:stand|stands|standing|stood|hold|holds|held) firm",
    r"war of (?:attrition|nerves)",
    r"(?:who|which side|first to) blinks?",
)
_RATIFIER = r"(?:courts?|judges?|judiciary|parliament|congress|senate|legislature|cabinet|voters)"
_OTHER_STATE = r"(?:third|another|other) (?:state|country|government|party|side|capital)"

_COURT = phrases(r"courts?", r"tribunals?")
_VETO = phrases(
    r"veto",
    r"judges?",
    r"parliament",
    r"congress",
    r"senate",
    r"ratif\w+",
    r"legislat\w+",
    r"referendum",
    r"cabinet",
)
_DECIDES = phrases(
    r"decid(?:es?|ed|ing)",
    r"(?:the )?(?:decision|last word|final say)",
    r"veto",
    r"judges?",
    r"courts?",
    r"(?:asks?|asked|requests?|requested) (?:[\w'’-]+ ){0,4}(?:extradition|arrest)",
    r"(?:must|has to) (?:agree|consent)",
)
_INSPECTS = phrases(r"inspect\w*", r"monitor\w*", r"audit\w*", r"verif\w+")
_INSIDE = phrases(
    r"inside",
    r"insiders?",
    r"(?:\w+-)?officials?",
    r"(?:vice-)?minister",
    r"(?:opposition|coalition|cabinet|ministry|department|agency)",
    r"(?:officer|aide|advis[eo]r|prosecutors?|general|commander|spokes\w+)",
    r"(?:member|leader) of (?:the )?(?:government|party|parliament|congress|senate)",
)
_OUTSIDE = phrases(
    r"former",
    r"ex-\w+",
    r"retired",
    r"outside",
    r"outsiders?",
    r"open letter",
    r"letter",
    r"signator\w+",
    r"petition\w*",
    r"academics?",
    r"scholars?",
    r"experts?",
    r"analysts?",
    r"activists?",
    r"campaign\w*",
    r"relatives?",
    r"famil(?:y|ies)",
    r"lawyers?",
    r"professors?",
    r"columnists?",
    r"journalists?",
    r"newspapers?",
    r"charit(?:y|ies)",
    r"citizens?",
    r"business\w*",
    r"lobby\w*",
    r"rights (?:group|organization)s?",
)


def _claims(r: Reading) -> Iterator[Claim]:
    return (claim for claim in r.case.claims if claim.kind in _KINDS)


def _in_claims(wanted: Phrases, about: str) -> Rule:
    def rule(r: Reading) -> Iterator[Trace]:
        for claim in _claims(r):
            words = said(claim.says, wanted)
            if words:
                yield by_claim(claim, f"({claim.kind}) {about} ('{words}')")

    return rule


precedent = _in_claims(PRECEDENT, "looks ahead")
harm_claimed = _in_claims(HARM, "speaks of harm that is being done")
waiting_claimed = _in_claims(WAITING, "speaks of holding out")


def no_precedent(r: Reading) -> Iterator[Trace]:
    """Find claims that the crisis teaches nobody a lesson."""
    for claim in _claims(r):
        words = denied(claim.says, PRECEDENT)
        if words:
            yield by_claim(claim, f"({claim.kind}) says the contrary ('{words}')")


def _decided_by(name: str) -> Phrases:
    gap = r"(?:[\w'’-]+ ){0,6}"
    the = r"(?:the |a |an |its )?"
    return phrases(
        rf"(?:decision|choice|key|say|word|case|matter|release) {gap}"
        rf"(?:with|to|in the hands of|belongs to) {the}{name}",
        rf"(?:up to|for) {the}{name}",
        rf"(?:only|alone) {the}{name} (?:can|could|may|decides?|holds?|has|is able)",
        rf"{name} (?:alone )?(?:can|could|has to|must|may) (?:alone )?"
        r"(?:decide|agree|consent|settle|end)",
        rf"{name} (?:alone )?(?:decides?|has the (?:last|final) (?:word|say))",
        rf"(?:depend|hinge|turn|wait)(?:s|ed|ing)? (?:on|for) {the}{name}",
    )


def ratifier(r: Reading) -> Iterator[Trace]:
    """Find somebody at home who must agree, by role or by what claims say."""
    for actor in r.case.actors:
        if r.role(actor.id) == "third":
            continue
        words, court = said(actor.role, _VETO), said(actor.name, _COURT)
        if words:
            yield Trace(f"actor {actor.id}", actor.line, f"has the word '{words}' in its role")
        elif court:
            yield Trace(f"actor {actor.id}", actor.line, f"has the word '{court}' in its name")
    yield from _decided(r, _RATIFIER, "gives the decision to somebody at home")


def third_claimed(r: Reading) -> Iterator[Trace]:
    """Find third sides that decide, by role or by what claims say."""
    for actor in r.case.actors:
        words = said(actor.role, _DECIDES) if r.role(actor.id) == "third" else ""
        if words:
            because = f"is of a third side and has '{words}' in its role"
            yield Trace(f"actor {actor.id}", actor.line, because)
    third = [side for side in r.case.sides if side.role == "third"]
    ids = {side.id for side in third}
    names = [side.name for side in third] + [a.name for a in r.case.actors if a.side in ids]
    named = "|".join(re.escape(" ".join(name.split())) for name in names)
    yield from _decided(r, f"(?:{named}|{_OTHER_STATE})" if named else _OTHER_STATE, _THIRD)


_THIRD = "gives the decision to a third side"


def _decided(r: Reading, name: str, about: str) -> Iterator[Trace]:
    wanted = _decided_by(name)
    for claim in _claims(r):
        words = said(" ".join(claim.says.split()), wanted)
        if words:
            yield by_claim(claim, f"({claim.kind}) {about} ('{words}')")


def inspection(r: Reading) -> Iterator[Trace]:
    """Find actors whose role is to check."""
    for actor in r.case.actors:
        words = said(actor.role, _INSPECTS)
        if words:
            yield Trace(f"actor {actor.id}", actor.line, f"has the word '{words}' in its role")


def critic(r: Reading) -> Iterator[Trace]:
    """Find criticism of a side by somebody within; a letter of outsiders is none."""
    for event in r.events("pressure", "resist"):
        side = r.side(event.actor)
        addressed = r.kind(event.recipient) in ("", "organization", "office")
        if side and side == r.side(event.recipient) and addressed and _is_inside(r, event):
            yield by_event(event, f"is criticism of a side from within (by {event.actor})")


def _is_inside(r: Reading, event: Event) -> bool:
    """Whether an office speaks, or somebody whose name or role says that it is on the inside."""
    actor = r.actors.get(event.actor or "")
    if actor is None or said(event.what, _OUTSIDE):
        return False
    who = f"{actor.name}; {actor.role}"
    return not said(who, _OUTSIDE) and (actor.kind == "office" or bool(said(who, _INSIDE)))
