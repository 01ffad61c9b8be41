"""Files that went through accidents, checked and analyzed as a user would."""

from __future__ import annotations

import io
import json
import random
import re
from pathlib import Path
from typing import Literal

from rich.console import Console
from tests.case.accidents import JUNK, KINDS, mutate

from standoff.brief import brief_case
from standoff.brief.check import check_file
from standoff.errors import FileProblem
from standoff.report.as_json import as_json
from standoff.report.page import render
from standoff.report.problems import page as problems_page
from standoff.report.terminal import page
from standoff.study import analyze
from standoff.text.diagnostic import has_errors

#: Refused by check with diagnostics, or accepted and then answered.
Became = Literal["refused", "answered"]

#: A game of perfect information, so that all draws are solved at once, with chance in it.
GAME = """\
standoff-game: 1
name: ferry
players: [Sudmark, Norland]
parameters:
  prize: {default: .6, low: 0, high: 2, wide: .1 to 1.5, meaning: what the boat is worth}
  cost: {default: .3, low: 0, high: 2, wide: .1 to .9, meaning: what closing costs}
  p_storm: {default: .4, low: 0, high: 1, wide: .1 to .9, unit: probability}
subtrees:
  closed:
    outcome: harbor is closed
    pays: {Sudmark: prize - cost, Norland: "-max(cost, .5)"}
tree:
  player: Sudmark
  moves:
    threaten:
      player: Norland
      knows: heard the threat
      moves:
        give in: {outcome: boat is freed, pays: {Sudmark: prize, Norland: -.8}}
        resist:
          chance: weather
          branches:
            storm: {p: p_storm, then: {use: closed}}
            calm: {p: 1 - p_storm, then: {outcome: nothing happens, pays: [-.3, .1]}}
    stay quiet: {outcome: no threat, pays: {}}
"""

CASE = """\
standoff: 1
id: dispute
title: The ferry dispute
summary: Norland holds a boat. Should it give in?
game: game.yaml
as_of: 2031-05-10
sides:
  - {id: S, name: Sudmark, role: challenger}
  - {id: N, name: Norland, role: target}
sources:
  - {id: gazette, title: Ferries turned away, publisher: The Gazette, date: 2031-05-04}
  - {id: radio, title: Interview, kind: interview, date: 2031-05-06, url: "https://example.org/a"}
actors:
  - {id: minister, name: Minister of Ports, side: S, kind: office}
  - {id: guard, name: Coast guard, side: N}
events:
  - id: threat
    date: 2031-05-03
    what: Sudmark threatens to close its harbor.
    actor: minister
    recipient: N
    code: {category: THREATEN, mode: restrict}
    plays: threaten
    claims: [c1]
claims:
  - id: c1
    says: The harbor closes unless the boat is freed.
    who: [minister]
    status: [named]
    source: gazette
    paragraphs: [1, 5]
    reliability: B
    credibility: 2
  - {id: c2, says: Nothing will happen., who: [guard], status: [official], source: radio,
     reliability: C, credibility: 3, kind: denial, disputes: [c1]}
conflicts:
  - id: meant
    about: Is the threat meant?
    because: Two say different things.
    positions:
      - {id: yes, says: It is., claims: [c1], weight: .6}
      - {id: no, says: It is not., claims: [c2], weight: .4}
assumptions:
  - parameter: prize
    value: .6
    range: .2 to 1
    because: Boats of this size.
    claims: [c1]
    without: [{claim: c1, value: .5, range: .1 to 1.2}]
  - parameter: cost
    value: .3
    range: fixed
    because: An estimate of the ministry.
    claims: [c2]
questions:
  - {id: dear, ask: What if closing cost more?, set: {cost: "min(2 * cost, 1)"}}
  - {id: mild, ask: What if nobody resisted?, remove: [resist]}
  - {id: senate, ask: What if the senate had to agree?,
     add_ratifier: {name: Senate, move: resist, otherwise: give in, ratified: 1}}
"""

_FILES = {"case.yaml": CASE, "game.yaml": GAME}


#: Numbers and words of the files, each of which may be taken for another.
_TOKEN = re.compile(r"[A-Za-z_][A-Za-z_0-9]*|[-+]?[.0-9]+")
_NUMBERS = ("0", "1", "-1", ".5", "1e-9", "1e9", "-1e9", "1e99", "1e-300", "2", ".999999", "3e-17")


def slipped(text: str, rng: random.Random) -> str:
    """Return a text in which words or numbers are taken for others of the text."""
    found = list(_TOKEN.finditer(text))
    for _ in range(rng.randint(1, 3)):
        one = rng.choice(found)
        is_number = not one.group()[0].isalpha()
        same = [each.group() for each in found if each.group()[0].isalpha() != is_number]
        other = rng.choice([*_NUMBERS] if is_number and rng.random() < 0.7 else same)
        text = text[: one.start()] + other + text[one.end() :]
        found = list(_TOKEN.finditer(text))
    return text


def mutated(seed: int) -> dict[str, str]:
    """Return the files of a case after some slips, or one to three accidents, to one of them."""
    rng = random.Random(seed)
    name = rng.choice(("case.yaml", "case.yaml", "game.yaml"))
    if seed % 2:
        return {**_FILES, name: slipped(_FILES[name], rng)}
    accidents: list[tuple[str, int, str]] = []
    for _ in range(rng.randint(1, 3)):
        kind = rng.choice(KINDS)
        junk = rng.choice([" ", "  ", "\t"]) if kind == "indent" else rng.choice(JUNK)
        accidents.append((kind, rng.randrange(1000), junk))
    text = mutate(_FILES[name].rstrip().split("\n"), accidents)
    return {**_FILES, name: text + "\n"}


def written(files: dict[str, str], folder: Path) -> Path:
    """Write the files, and return the case."""
    for name, text in files.items():
        # Halves of surrogate pairs cannot be in a file of UTF-8.
        (folder / name).write_text(text, encoding="utf-8", errors="replace")
    return folder / "case.yaml"


def carried_through(path: Path, n_draws: int = 20, *, with_report: bool = False) -> Became:
    """Check a case and, unless it is refused, analyze it and show the findings.

    Whatever else happens than a refusal with diagnostics or an answer is raised.
    """
    try:
        diagnostics, document = check_file(path)
    except FileProblem:
        return "refused"
    _shown(problems_page(diagnostics, document))
    if has_errors(diagnostics):
        return "refused"
    brief = brief_case(path)
    findings = analyze(brief, n_draws=n_draws)
    json.loads(as_json(findings))
    meanings = brief.model.meanings if brief.model else {}
    _shown(page(findings, brief.case, meanings=meanings, report=""))
    if with_report:
        assert "</html>" in render(findings, brief)
    return "answered"


def _shown(what: object) -> None:
    console = Console(file=io.StringIO(), width=80, force_terminal=True, color_system=None)
    console.print(what)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert "\x1b" not in text
    assert "\u202e" not in text
