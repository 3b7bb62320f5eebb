"""Four questions about one figure, a sentence each: is it real, is it practice or recording, where is it, where will it settle."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lightwell.definitions.model import Definition
from lightwell.definitions.targets import target_on
from lightwell.periods import Month
from lightwell.reports import wording
from lightwell.reports.held import held_members
from lightwell.reports.judged import Stamps, judged_members, judged_place, stamps
from lightwell.reports.model import Place
from lightwell.reports.own_settings import settings_of
from lightwell.reports.travel import Travel, travel
from lightwell.results import definitions_of
from lightwell.results.recording import Split
from lightwell.results.recording_said import say_gap, say_split
from lightwell.results.recording_split import splits, why_not
from lightwell.results.settling import nowcasts
from lightwell.signals.nowcast import Nowcast
from lightwell.store import Home, Snapshot, snapshot_in

_NAMED = 3
_PAGES = 256


@dataclass(frozen=True)
class Answers:
    """The four answers for one indicator, month and place; an answer is empty where the question does not arise.

    `split` is what the shortfall is made of, where it can be told; `nowcast` where the recent months will settle.
    """

    real: str
    recording: str
    where: str
    settle: str
    split: Split | None
    nowcast: Nowcast | None


NOTHING = Answers("", "", "", "", None, None)


def answers(home: Home, snapshot: Snapshot, month: Month, indicator: str, place: Place) -> Answers:
    """Answer the four questions as one snapshot knows a month; made once for as long as nothing that it is made of changes."""
    return _answers(home, snapshot.path, snapshot.manifest.fingerprint, month, indicator, place, stamps(home))


@functools.lru_cache(maxsize=_PAGES)
def _answers(home: Home, path: Path, fingerprint: str, month: Month, indicator: str, place: Place, stamped: Stamps) -> Answers:
    snapshot = snapshot_in(path)
    definition = definitions_of(snapshot).definition(indicator)
    judged = judged_place(home, snapshot, month, breakdown=place.breakdown, member=place.member).get(indicator)
    if judged is None:
        return NOTHING
    nowcast = _nowcast(home, snapshot, definition, place)
    split = _split(home, snapshot, month, indicator, place)
    return Answers(
        real=" ".join(part for part in (judged.sentence, judged.capability_sentence) if part),
        recording=_recording(home, snapshot, definition, month, split),
        where=_where(home, snapshot, definition, month) if place.whole and "team" in definition.breakdowns else "",
        settle=_settle(nowcast, month),
        split=split,
        nowcast=nowcast,
    )


def _split(home: Home, snapshot: Snapshot, month: Month, indicator: str, place: Place) -> Split | None:
    if why_not(snapshot, indicator):
        return None
    found = splits(home, snapshot, indicator, months=[month], breakdown=place.breakdown, member=place.member)
    return found[0] if found else None


def _recording(home: Home, snapshot: Snapshot, definition: Definition, month: Month, split: Split | None) -> str:
    if split is None:
        return ""
    target = target_on(settings_of(home).targets, definition.id, month.end)
    gap = say_gap(split, target.value, decimals=definition.decimals) if target and definition.unit == "percent" else ""
    return gap or say_split(split)


def _nowcast(home: Home, snapshot: Snapshot, definition: Definition, place: Place) -> Nowcast | None:
    def say(value: float) -> str:
        return wording.with_unit(wording.number(value, definition.decimals), definition)

    return nowcasts(home, snapshot, definition.id, say=say).get((place.breakdown, place.member))


def _settle(nowcast: Nowcast | None, month: Month) -> str:
    if nowcast is None:
        return ""
    return next((each.sentence for each in nowcast.months if each.month == month and each.sentence), nowcast.sentence)


def _where(home: Home, snapshot: Snapshot, definition: Definition, month: Month) -> str:
    """Say which teams have changed by more than their own spread, worse ones first, and how many have not."""
    names = held_members(snapshot, "team")
    judged = judged_members(home, snapshot, month, definition.id, "team")
    current = {member: each for member, each in judged.items() if each.columns.series.values and each.columns.series.values[-1] is not None}
    moved = [(names.get(member, member), travel(each)) for member, each in current.items()]
    signals = sorted((each for each in moved if each[1].is_signal), key=lambda each: (each[1].towards != "worse", each[0]))
    if not current:
        return ""
    if not signals:
        return f"None of the {len(current)} teams has changed by more than its own usual spread." if len(current) > 1 else ""
    return f"{_listed(signals)}. {_rest(len(current) - len(signals))}".strip()


def _listed(signals: Sequence[tuple[str, Travel]]) -> str:
    """Name the first few teams of each direction: `Worsening: Team A since May 23, Team B since Jun 23 and 2 others`."""
    by_words: dict[str, list[str]] = {}
    for name, each in signals:
        by_words.setdefault(each.words, []).append(f"{name} {each.when}".strip())
    parts = []
    for words, found in by_words.items():
        more = len(found) - _NAMED
        named = wording.listed(found[:_NAMED] if more > 0 else found) if more <= 0 else f"{', '.join(found[:_NAMED])} and {more} more"
        parts.append(f"{words}: {named}")
    return ". ".join(parts)


def _rest(count: int) -> str:
    return (
        "" if not count else f"The other {count} show no evidence of change." if count > 1 else "The other one shows no evidence of change."
    )
