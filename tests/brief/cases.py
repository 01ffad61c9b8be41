"""Small cases as text, and their briefs."""

from __future__ import annotations

from standoff.brief import Brief, brief_document
from standoff.text.document import parse_document

HEAD = """\
standoff: 1
id: small
title: A small case
model: linkage-crisis
given: [secret]
sources:
  - {id: paper, title: A paper, kind: news article, date: 2031-05-04}
sides:
  - {id: C, name: Challenger, role: challenger}
  - {id: T, name: Target, role: target}
claims:
  - {id: c1, says: One., who: [outlet], status: [outlet], source: paper, reliability: B,
     credibility: 2, grade_because: So.}
  - {id: c2, says: Two., who: [outlet], status: [outlet], source: paper, reliability: C,
     credibility: 3, grade_because: So.}
  - {id: c3, says: Three., who: [outlet], status: [outlet], source: paper, reliability: F,
     credibility: 6, grade_because: So.}
  - {id: c4, says: Four., who: [outlet], status: [outlet], source: paper, reliability: B,
     credibility: 2, grade_because: So.}
"""

SMALL = f"""{HEAD}
assumptions:
  - parameter: X
    value: .35
    range: .2 to .8
    because: So.
    claims: [c1, c2]
    without:
      - {{claim: c1, value: .6, range: .2 to 1.3, because: So.}}
      - {{claim: c1, denied: true, value: 1.2, range: .9 to 1.8, because: So.}}
  - {{parameter: prize, range: "uniform(.4, 1)", because: So., claims: [c2]}}
  - {{parameter: p_resolved_secret, value: .45, range: .2 to .6, because: So., claims: [c1]}}
  - {{parameter: trial_cost, value: .5, range: fixed, because: So., claims: [c3]}}
questions:
  - {{id: twice, ask: What if twice?, set: {{V: 2 * V, h: h / 5}}}}
  - {{id: only-honor, ask: What if?, remove: [scapegoat, exonerate]}}
  - {{id: told, ask: What if told?, given: [notify]}}
"""


def brief_of(text: str = SMALL) -> Brief:
    """Introduce the case that a text is."""
    return brief_document(parse_document(text, "case.yaml"))
