"""One plain sentence for each split, gap and lag, ready to stand under a chart."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from lightwell.periods import say_date
from lightwell.results.recording import Lag, Share, Split
from lightwell.results.recording_kinds import kind_named

_SHARE = "\N{NO-BREAK SPACE}%"

_STEPS = {"recorded": "recorded", "authorised": "authorised after they were recorded", "both": "recorded and authorised"}


def say_split(split: Split) -> str:
    """Say what the shortfall was made of as first known, what is left of it now, and whether records were corrected since."""
    if not split.first.denominator:
        return f"In {split.month.name} nobody counted."
    said = [f"As first known on {say_date(split.known_on)}, {_shortfall(split.first)}"]
    if split.first.missed:
        said[0] += f": {_listed(_parts(split))}"
    if split.now != split.first:
        said.append(f"By what is known now, {_shortfall(split.now)}")
        waiting = split.still_not_authorised
        if waiting:
            said[-1] += f", of whom {waiting:,} {_was(waiting, 'is', 'are')} done and still not authorised"
    if split.shown is not None and split.corrected:
        more = f"{abs(split.corrected):,} {'more' if split.corrected > 0 else 'fewer'}"
        said.append(f"The snapshot of that day shows {split.shown.missed:,} missed, {more}: records have been corrected since")
    return " ".join(f"{sentence}." for sentence in said)


def say_gap(split: Split, target: float, *, decimals: int = 0) -> str:
    """Say how much of the gap to a target, in per cent, is practice and how much recording; empty where there is no figure.

    The points are the differences of the figures as they are printed, so that a reader who subtracts finds the same.
    """
    if split.first.value is None or split.if_recorded.value is None:
        return ""
    first, recorded, aim = (_rounded(value, decimals) for value in (split.first.value, split.if_recorded.value, target))
    if first >= aim:
        return f"The figure as first known, {first}{_SHARE}, meets the target of {aim}{_SHARE}."
    figure = f"the figure would have been {recorded}{_SHARE}"
    begun = f"If all that was done had been recorded and authorised in time, {figure}"
    if recorded >= aim:
        return f"{begun} and the target of {aim}{_SHARE} met: the whole gap of {_points(aim - first)} is recording."
    if recorded <= first:
        return (
            f"{begun}, no more than as first known, against a target of {aim}{_SHARE}: the whole gap of {_points(aim - first)} is practice."
        )
    practice, recording = aim - recorded, recorded - first
    return (
        f"{begun}, and not {first}{_SHARE}, against a target of {aim}{_SHARE}: "
        f"{_points(practice)} of the gap {'is' if practice == 1 else 'are'} practice, {recording} recording."
    )


def say_lag(lag: Lag) -> str:
    """Say how long a step took: median, nine in ten, the share within the standard, and how many wait since when."""
    name = f"{kind_named(lag.kind).name}, {lag.month.name}"
    if not lag.done and not lag.waiting:
        return f"{name}: nothing of which it is known."
    half = f"half were {_STEPS[lag.step]} {_in_days(lag.median)}" if lag.median is not None else f"fewer than half are {_STEPS[lag.step]}"
    tenth = f", nine in ten {_in_days(lag.ninetieth)}" if lag.ninetieth is not None else ""
    share = (
        f"; {_rounded(lag.share_within, 0)}{_SHARE} within the standard of {_days(lag.standard)}" if lag.share_within is not None else ""
    )
    waiting = f" {lag.waiting:,} still {_was(lag.waiting, 'waits', 'wait')}" if lag.waiting else ""
    since = f", the oldest since {say_date(lag.waiting_since)}" if waiting and lag.waiting_since else ""
    unknown = f" Of {lag.unknown:,} a day is blank." if lag.unknown else ""
    return f"{name}: {half}{tenth}{share}.{waiting}{since}{'.' if waiting else ''}{unknown}"


def _parts(split: Split) -> list[str]:
    counts = (
        (split.not_done, "not done"),
        (split.recorded_late, "done and recorded late"),
        (split.not_authorised, "done, recorded and not yet authorised"),
    )
    return [f"{count:,} {_was(count, 'was', 'were')} {words}" for count, words in counts if count]


def _shortfall(share: Share) -> str:
    if not share.missed:
        return f"all {share.denominator:,} were in time" if share.denominator != 1 else "the one who counted was in time"
    return f"{share.missed:,} of {share.denominator:,} {_was(share.missed, 'was', 'were')} missed"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _was(count: int, one: str, many: str) -> str:
    return one if count == 1 else many


def _rounded(value: float, decimals: int) -> Decimal:
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _points(points: Decimal) -> str:
    return f"{points} point" if points == 1 else f"{points} points"


def _in_days(days: int) -> str:
    return f"within {_days(days)}" if days > 0 else "on the same working day"


def _days(days: int) -> str:
    return "1 working day" if days == 1 else f"{days} working days"
