"""Where a measurement was made: cores, versions, and how busy the machine was."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass

import duckdb
import pandas as pd

from bench.subject import THREADS


@dataclass(frozen=True)
class Machine:
    """The machine and the versions; `load_average` is of the minute before, and above the number of cores the times are too long."""

    cores: int
    threads: int
    processor: str
    system: str
    python: str
    duckdb: str
    pandas: str
    load_average: float | None


def machine() -> Machine:
    """Describe this machine now."""
    return Machine(
        cores=os.cpu_count() or 1,
        threads=THREADS,
        processor=platform.processor() or platform.machine(),
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        duckdb=duckdb.__version__,
        pandas=pd.__version__,
        load_average=round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    )
