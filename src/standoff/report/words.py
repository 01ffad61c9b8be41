"""Sentences and names as a reader without game theory meets them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from standoff.case.grade import word_for
from standoff.case.schema import Case, Side
from standoff.study.findings import Findings
from standoff.study.rule_dependence import Dependence
from standoff.view.lettering import amount
from standoff.view.numerals import percent

#: Countries whose English name takes an article, by ISO 3166 code.
_WITH_ARTICLE = frozenset(
    "USA GBR NLD PHL ARE BHS GMB DOM CAF COD COG COM MDV MHL SLB VAT".split()  # noqa: SIM905
)
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class SideNames:
    """What to call the two sides in a sentence; empty where the case does not say.

    Parameters
    ----------
    challenger, target : str
        With an article where the name needs one.
    """

    challenger: str = ""
    target: str = ""

    @classmethod
    def of(cls, case: Case) -> SideNames:
        """Take the names from the case: the first side of each role."""
        found: dict[str, str] = {}
        for side in case.sides:
            found.setdefault(side.role, _with_article(side))
        return cls(found.get("challenger", ""), found.get("target", ""))

    def put(self, text: str) -> str:
        """Put the names into words about "the challenger" and "the target".

        Examples
        --------
        >>> names = SideNames("Mexico", "the United States")
        >>> names.put("The target's belief; a resolved challenger; every challenger threatens")
        "The United States' belief; a resolved Mexico; Mexico, resolved or bluffing, threatens"
        """
        if self.challenger:
            bare = self.challenger.removeprefix("the ")
            # Functions, because a name is no template: a backslash in it would be read as one.
            every = f"{self.challenger}, resolved or bluffing,"
            text = re.sub(r"\b[Ee]very challenger\b", lambda _: every, text)
            text = re.sub(
                r"\ba challenger of the bluffing kind\b", lambda _: f"a bluffing {bare}", text
            )
            text = re.sub(
                r"\b(resolved|bluffing) challenger\b", lambda found: f"{found[1]} {bare}", text
            )
            text = re.sub(r"\ba challenger that\b", lambda _: f"a {bare} that", text)
            text = _named(text, "challenger", self.challenger)
        if self.target:
            text = _named(text, "target", self.target)
        return text

    def player(self, name: str) -> str:
        """Return the name of a side for a player who is called by its role."""
        return capital(self.inside(name))

    def inside(self, name: str) -> str:
        """Return that name as it stands inside a sentence."""
        return {"Challenger": self.challenger, "Target": self.target}.get(name, "") or name


def _named(text: str, role: str, name: str) -> str:
    owner = f"{name}'" if name.endswith("s") else f"{name}'s"

    def exchange(match: re.Match[str]) -> str:
        said = owner if match[3] else name
        return said[:1].upper() + said[1:] if match[1] in "TA" else said

    return re.sub(rf"\b([TtAa])(he)? {role}\b('s)?", exchange, text)


def _with_article(side: Side) -> str:
    return f"the {side.name}" if side.iso3 in _WITH_ARTICLE else side.name


def named(findings: Findings, names: SideNames) -> Findings:
    """Put the sides' names into everything that findings say in words."""
    parameters = tuple(
        replace(p, meaning=capital(names.put(p.meaning))) for p in findings.parameters
    )
    meaning = names.put(findings.headline_meaning)
    return replace(findings, parameters=parameters, headline_meaning=meaning)


def chance_that(p: float) -> str:
    """Begin a sentence about a chance with the word of ICD 203 and the number.

    Examples
    --------
    >>> [chance_that(p).replace(chr(0x202F), " ") for p in (0.52, 0.6)]
    ['there is a roughly even chance (52 %) that', 'it is likely (60 %) that']
    """
    if math.isnan(p):
        return "it cannot be said how likely it is that"
    if p > 0.99:
        return f"it is as good as certain ({percent(p)}) that"
    if p < 0.01:
        return f"it is as good as ruled out ({percent(p)}) that"
    label = word_for(p).label
    if label.endswith("chance"):
        article = "" if label.startswith("almost") else "a "
        return f"there is {article}{label} ({percent(p)}) that"
    return f"it is {label} ({percent(p)}) that"


def count(n: int, one: str, many: str = "") -> str:
    """Return a number with its noun, in words up to ten.

    Examples
    --------
    >>> count(1, "claim"), count(3, "claim"), count(25, "claim"), count(2, "side", "sides")
    ('one claim', 'three claims', '25 claims', 'two sides')
    """
    noun = one if n == 1 else many or f"{one}s"
    return f"{_NUMBERS[n] if 0 <= n < len(_NUMBERS) else format(n, ',')} {noun}"


def capital(text: str) -> str:
    """Return the text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def uncapital(text: str) -> str:
    """Return the text with a small letter at its beginning."""
    return text[:1].lower() + text[1:]


def listed(items: list[str] | tuple[str, ...], joiner: str = "and") -> str:
    """Join words with commas.

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {joiner} {items[-1]}"


def tiny(value: float) -> str:
    """Return an error that should be zero: its power of ten, or the number itself if it is large.

    Examples
    --------
    >>> tiny(0.0), tiny(1.4e-17), tiny(0.02), tiny(float("nan"))
    ('0', '1e-17', '.02', 'none')
    """
    if not math.isfinite(value) or abs(value) >= 1e-3:
        return amount(value)
    return "0" if value == 0 else f"{abs(value):.0e}".replace("e-0", "e-")


def web_address(url: str) -> str:
    """Return an address that may be linked: http and https only; else nothing."""
    url = url.strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    # A browser skips tabs and newlines inside an address, and so could read another scheme.
    if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"[\s<>\"]", url):
        return ""
    return url


def by_answer(number: Dependence) -> list[tuple[float | str, tuple[str, ...]]]:
    """Group rules of selection by the number that they give, in the order of the rules."""
    groups: dict[float | str, tuple[str, ...]] = {}
    for rule, value in number.by_rule:
        same = next((v for v in groups if _is_same(v, value)), value)
        groups[same] = (*groups.get(same, ()), f"“{rule}”")
    return list(groups.items())


def _is_same(one: float | str, other: float | str) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return abs(one - other) < 0.005 or (math.isnan(one) and math.isnan(other))
