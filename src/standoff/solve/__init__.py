"""Solve a game, and check solutions with other code."""
