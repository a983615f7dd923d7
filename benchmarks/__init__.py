"""Measurements: speed and memory against a peer in the same run, fidelity on test sets."""
