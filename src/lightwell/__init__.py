"""Lightwell: one number, one definition, open from the panel's table down to the children it stands for."""

__version__ = "0.1.0"
