"""Measurements: programs that print what they measured in one run; see README.md."""
