"""Introduces a case to a game: graded claims, assumptions, distributions, draws."""
