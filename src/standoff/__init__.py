"""A workbench for coercive bargaining crises."""

__version__ = "0.1.0"
