"""Reads and checks what an indicator is: the folder of definitions, the parameters that they refer to, and the language of conditions."""

from __future__ import annotations

from lightwell.definitions.clocks import Clock
from lightwell.definitions.load import Catalogue, load
from lightwell.definitions.model import Definition, Parameter
from lightwell.definitions.targets import Status, Target, status

__all__ = ["Catalogue", "Clock", "Definition", "Parameter", "Status", "Target", "load", "status"]
