"""Days and working days, on whole columns of dates."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lightwell.periods import FIRST_DAY, LAST_DAY, bank_holidays

_DAYS = pd.date_range(FIRST_DAY, LAST_DAY)
_IS_WORKING = (_DAYS.day_of_week < 5) & ~_DAYS.isin(pd.to_datetime(sorted(bank_holidays())))
_WORKING_DAYS = _DAYS[_IS_WORKING]
_INDEX = pd.Series(np.cumsum(_IS_WORKING), index=_DAYS)


def working_day_index(days: pd.Series) -> pd.Series:
    """Number each day by the working days up to and including it; blank where the day is."""
    return days.map(_INDEX)


def working_days_between(start: pd.Series, end: pd.Series) -> pd.Series:
    """Count the working days from each start, which is day 0, to each end; blank where either is."""
    return working_day_index(end) - working_day_index(start)


def working_days_to(start: pd.Series, end: pd.Timestamp) -> pd.Series:
    """Count the working days from each start, which is day 0, to one day; blank where the start is."""
    return int(_INDEX[end]) - working_day_index(start)


def add_working_days(start: pd.Series, count: int) -> pd.Series:
    """Give the working day that is `count` working days after each day."""
    position = working_day_index(start).to_numpy() + count - 1
    return pd.Series(_WORKING_DAYS.to_numpy()[position], index=start.index)


def days_to(start: pd.Series, end: pd.Timestamp) -> pd.Series:
    """Count the days from each start to one day; blank where the start is."""
    days: pd.Series = (end - start).dt.days
    return days
