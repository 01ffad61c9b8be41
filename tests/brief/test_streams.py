from __future__ import annotations

import numpy as np

from standoff.brief.streams import BLOCK, uniforms


def test_the_first_numbers_do_not_depend_on_how_many_are_asked_for() -> None:
    many = uniforms(3, "parameter prize", 2 * BLOCK + 5)
    for n in (0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 5):
        assert (uniforms(3, "parameter prize", n) == many[:n]).all()


def test_streams_of_other_names_seeds_and_blocks_differ_and_do_not_correlate() -> None:
    n = 2 * BLOCK
    one = uniforms(3, "parameter prize", n)
    others = [uniforms(4, "parameter prize", n), uniforms(3, "parameter loss", n)]
    columns = [one[:BLOCK], one[BLOCK:], *(other[:BLOCK] for other in others)]
    correlation = np.corrcoef(columns) - np.eye(4)
    assert np.abs(correlation).max() < 4 / np.sqrt(BLOCK)


def test_numbers_are_uniform_and_never_0_or_1() -> None:
    u = uniforms(0, "claim c1", 200_000)
    assert u.min() > 0.0
    assert u.max() < 1.0
    counts = np.histogram(u, 100, (0, 1))[0]
    # Chi-square with 99 degrees of freedom: 149 is its 99.9 % point.
    assert ((counts - 2000) ** 2 / 2000).sum() < 149


def test_numbers_are_the_same_on_every_machine() -> None:
    # Written down once; a report says its seed so that others get the same draws.
    expected = [0.9195126950196594, 0.09301075796457459, 0.8582599585988074]
    assert uniforms(7, "parameter prize", 3).tolist() == expected
