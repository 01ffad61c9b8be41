"""Findings as one self-contained page."""
