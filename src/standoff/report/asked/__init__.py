"""Answers to single questions, as text and as tables: one file per question."""
