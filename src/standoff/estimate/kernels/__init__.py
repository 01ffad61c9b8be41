"""Compiled loops of the likelihoods: arrays in, arrays out."""
