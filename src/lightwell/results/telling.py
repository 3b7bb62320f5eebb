"""Turns one record of one child into spans and events in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lightwell.journey import Column, Record
from lightwell.periods import say_date
from lightwell.results.journey_model import Detail, Event, Source, Span
from lightwell.results.manners import Manner, Sentence, manner_of

Values = Mapping[str, object]
"""One record as it is held: its columns with their values."""

_NOT_TOLD = frozenset({"id", "child", "worker", "team"})


@dataclass(frozen=True)
class Names:
    """The names of workers and teams by identifier, and the team in which a worker held the child; an unknown one keeps its identifier."""

    workers: Mapping[str, str]
    teams: Mapping[str, str]
    held_in: tuple[tuple[str, str, date, date | None], ...] = ()
    """Worker, team, first day and end of each allocation of the child."""

    def worker(self, identifier: object) -> str:
        """Give the name of a worker; empty where there is none."""
        return self.workers.get(str(identifier), str(identifier)) if identifier else ""

    def team(self, identifier: object, worker: object, day: date) -> str:
        """Give the name of the team, or else of the one in which the worker held the child on the day."""
        if identifier:
            return self.teams.get(str(identifier), str(identifier))
        held = [team for who, team, start, end in self.held_in if who == worker and start <= day and (end is None or end >= day)]
        return self.teams.get(held[-1], held[-1]) if held else ""


def tell(record: type[Record], values: Values, names: Names, as_at: date) -> tuple[list[Span], list[Event], list[Event]]:
    """Tell one record: its spans, its events, and the events at the two ends of its spans."""
    manner = manner_of(record)
    words = _words(record, values, manner, names)
    source = Source(record.table, record.plain_name(), str(values.get("id") or ""))
    details = _details(record, values, names)
    worker = values.get("worker")

    def event(on: date, sentence: Sentence) -> Event:
        counts, because = _counting(record.table, values)
        who, team = names.worker(worker or values.get("chair")), names.team(values.get("team"), worker, on)
        return Event(on, manner.kind, say(sentence, words) or record.plain_name(), source, who, team, counts, because, details)

    events = [event(on, sentence) for column, sentence in manner.events.items() if isinstance(on := values.get(column), date)]
    start = values.get(manner.span[0]) if manner.span else None
    if not isinstance(start, date):
        return [], events, []
    end = next((day for name in manner.span[1:] if isinstance(day := values.get(name), date)), None)
    ends = [event(start, manner.begins), *([event(end, _end(record.table, manner, values))] if end else [])]
    team = names.team(values.get("team"), worker, start)
    kind = _kind_of_span(record.table, manner, values)
    what = names.worker(worker) or "Nobody allocated" if record.table == "allocations" else say(manner.what, words)
    span = Span(kind, what, start, end if end and end <= as_at else None, source, names.worker(worker), team, details)
    return [span], events, ends


def say(sentence: Sentence, words: Mapping[str, str]) -> str:
    """Put a sentence together from its pieces, leaving out those that name something which is not known."""
    pieces = []
    for piece in sentence:
        before, brace, rest = piece.partition("{")
        name, _, after = rest.partition("}")
        if not brace:
            pieces.append(piece)
        elif words.get(name):
            pieces.append(f"{before}{words[name]}{after}")
    text = "".join(pieces).strip()
    return text[:1].upper() + text[1:]


def in_words(column: Column, value: object, names: Names) -> str:
    """Write the value of a column for a reader: the label of a code, a date in full, yes or no, a name for a worker or team."""
    if value is None or value == "":
        return ""
    named = {"workers": names.workers, "teams": names.teams}.get(column.refers_to)
    if named is not None:
        return named.get(str(value), str(value))
    if column.codes is not None:
        return column.codes.label(str(value))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return say_date(value)
    return f"{value:,g}" if isinstance(value, int | float) else str(value)


def label_of(column: Column) -> str:
    """Give a column's name as the heading of a list: `Recorded`, `Days between visits`."""
    name = {"urn": "Ofsted number", "interval_days": "Most days between visits"}.get(column.name, column.name)
    words = name.removesuffix("_on").replace("_", " ")
    return words[:1].upper() + words[1:]


def _words(record: type[Record], values: Values, manner: Manner, names: Names) -> dict[str, str]:
    words = {column.name: in_words(column, values.get(column.name), names) for column in record.columns if not column.identifying}
    for name, (yes, no) in manner.flags.items():
        words[name] = "" if values.get(name) is None else yes if values[name] else no
    if values.get("mode") == "face_to_face":
        words["mode"] = ""  # the usual way goes without saying
    return words


def _details(record: type[Record], values: Values, names: Names) -> tuple[Detail, ...]:
    told = [column for column in record.columns if column.name not in _NOT_TOLD and not column.identifying]
    return tuple(Detail(label_of(column), words) for column in told if (words := in_words(column, values.get(column.name), names)))


def _end(table: str, manner: Manner, values: Values) -> Sentence:
    return ("Adopted",) if table == "adoptions" and values.get("adopted_on") else manner.ends


def _kind_of_span(table: str, manner: Manner, values: Values) -> str:
    if table == "allocations":
        return "Caseholder" if values.get("role") == "primary" else "Others allocated"
    return manner.kind


def _counting(table: str, values: Values) -> tuple[bool | None, str]:
    """Say whether a visit or supervision counts, by the rule of the facts, and if not why not."""
    if table == "visits":
        reasons = [
            ("not face to face", (values.get("mode") or "face_to_face") != "face_to_face"),
            ("child not seen", values.get("child_seen") is False),
            ("not authorised yet" if values.get("recorded_on") else "not recorded yet", values.get("authorised_on") is None),
        ]
    elif table == "supervisions":
        reasons = [
            ("a note of oversight", values.get("kind") == "oversight"),
            ("not authorised yet", values.get("authorised_on") is None),
        ]
    else:
        return None, ""
    because = ", ".join(words for words, holds in reasons if holds)
    return not because, because
