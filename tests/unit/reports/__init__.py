"""Tests of the pack in every format."""
