"""Random small games whose payoffs span what double precision can hold, tie, or hardly differ."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np

from standoff.game import Game, GameBuilder, chance, end, move
from standoff.game.build import Sketch

Rng = np.random.Generator
Payoff = Callable[[], float]
PAYOFFS = ("whole range", "several sizes", "ties", "on a large sum", "nearly tied")
SHAPES = ("table", "three players", "signal", "hidden moves")


def payoffs(kind: str, rng: Rng) -> Payoff:
    """A source of payoffs of one kind."""

    def size(least: float, most: float) -> float:
        return float(rng.choice([-1.0, 1.0]) * 10 ** rng.uniform(least, most))

    few = [size(-300, 300) for _ in range(3)]
    return {
        "whole range": lambda: size(-300, 300),
        "several sizes": lambda: float(rng.integers(-4, 5)) * 10.0 ** int(rng.integers(-9, 10)),
        "ties": lambda: float(rng.choice([*few, 0.0])),
        "on a large sum": lambda: 1e15 + float(rng.choice([0.0, 0.5, 1.0])),
        "nearly tied": lambda: float(rng.integers(0, 3)) + float(rng.integers(0, 3)) * 1e-7,
    }[kind]


def wide_game(shape: str, kind: str, rng: Rng) -> Game:
    """A game of some shape with payoffs of some kind."""
    pay = payoffs(kind, rng)
    if shape == "table":
        return _table([int(n) for n in rng.integers(2, 4, size=2)], pay)
    if shape == "three players":
        return _table([2, 2, 2], pay)
    if shape == "signal":
        return _signal(pay, float(rng.choice([0.5, 0.3, 1e-9])))
    return _hidden(pay, rng)


def _table(sizes: list[int], pay: Payoff) -> Game:
    def below(past: tuple[int, ...]) -> Sketch:
        player = len(past)
        if player == len(sizes):
            return end("-".join(map(str, past)), *[pay() for _ in sizes])
        return move(
            f"P{player}",
            {f"m{a}": below((*past, a)) for a in range(sizes[player])},
            knows=f"set {player}",
        )

    return GameBuilder("table").players(*[f"P{i}" for i in range(len(sizes))]).tree(below(()))


def _signal(pay: Payoff, p: float) -> Game:
    def sent(kind: str) -> Sketch:
        return move(
            "S",
            {
                m: move(
                    "R",
                    {a: end(f"{kind} {m} {a}", pay(), pay()) for a in ("y", "n")},
                    knows=f"after {m}",
                )
                for m in ("l", "r")
            },
            knows=kind,
        )

    types = {"s": (p, sent("s")), "t": (1 - p, sent("t"))}
    return GameBuilder("signal").players("S", "R").tree(chance("type", types))


def _hidden(pay: Payoff, rng: Rng) -> Game:
    """Two rounds: A moves, B may see it, luck strikes, A moves again and may see B's move."""
    b_sees, a_sees, lucky = (bool(x) for x in rng.integers(0, 2, size=3))

    def last(a: str, b: str) -> Sketch:
        knows = f"A after {a}" + (f" {b}" if a_sees else "")
        return move("A", {c: end(a + b + c, pay(), pay()) for c in ("u", "d")}, knows=knows)

    def luck(a: str, b: str) -> Sketch:
        if not lucky:
            return last(a, b)
        return chance("luck", {"out": (0.25, end(a + b, pay(), pay())), "on": (0.75, last(a, b))})

    def second(a: str) -> Sketch:
        knows = f"B after {a}" if b_sees else "B"
        return move("B", {b: luck(a, b) for b in ("l", "r")}, knows=knows)

    return (
        GameBuilder("hidden")
        .players("A", "B")
        .tree(move("A", {a: second(a) for a in ("x", "y")}, knows="A"))
    )


def many(n: int, seed: int) -> list[tuple[str, str, Game]]:
    """So many games, of all shapes and kinds in turn."""
    rng = np.random.default_rng(seed)
    listed = list(product(SHAPES, PAYOFFS))
    return [
        (shape, kind, wide_game(shape, kind, rng))
        for shape, kind in (listed[i % len(listed)] for i in range(n))
    ]


def one_large_payoff() -> Game:
    """B's move u is better than d by one; elsewhere B may be paid a fortune."""

    def branch(knows: str, b: float | str):
        answer = move("B", {"u": end("u", 1, 1), "d": end("d", 0, 0)}, knows="B")
        return move("A", {"L": answer, "R": end("R", 0.5, b)}, knows=knows)

    return (
        GameBuilder("one large payoff")
        .players("A", "B")
        .parameter("big", 1e10)
        .tree(chance("c", {"x": (0.5, branch("ax", "big")), "y": (0.5, branch("ay", 0))}))
    )
