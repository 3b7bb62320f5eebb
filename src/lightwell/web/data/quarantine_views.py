"""The pages of rows in quarantine."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from lightwell.errors import NotFound
from lightwell.periods import say_date
from lightwell.reports.harmless import csv_writer
from lightwell.results import Chosen, QuarantineCounts, QuarantinedRow, quarantine_counts, quarantine_page
from lightwell.results.quarantine import UNKNOWN, Tally
from lightwell.store import Snapshot, snapshots
from lightwell.web.access.decisions import Action, can
from lightwell.web.choice import Choice, choice_of
from lightwell.web.data import actions, queries
from lightwell.web.pages import render

ROWS_ON_A_PAGE = 50

_COLUMNS = ("file", "sheet", "row", "column", "value", "problem", "remedy", "record", "child", "team")


def quarantine(request: HttpRequest) -> HttpResponse:
    """List the rows in a snapshot's quarantine, with what is wrong and what to do; values only of children whom the person may see."""
    can(request.user, Action.SEE_DATA).require()
    if not snapshots(queries.home()):
        return render(request, "data/quarantine.html", {"counts": None, "may_load": can(request.user, Action.LOAD_EXTRACT).allowed})
    choice, everything, chosen = _asked(request)
    counts = quarantine_counts(choice.snapshot, chosen) if chosen != Chosen() else everything
    pages = Paginator(range(counts.problems), ROWS_ON_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    start = (page.number - 1) * ROWS_ON_A_PAGE
    rows = queries.seen_by(queries.person_of(request), quarantine_page(choice.snapshot, chosen, start=start, most=ROWS_ON_A_PAGE))
    if shown := _children(rows):
        actions.read_quarantine(by=queries.person_of(request), snapshot=choice.snapshot, children=shown, page=request.path)
    context = {
        "counts": counts,
        "everything": everything,
        "chosen": chosen,
        "rows": rows,
        "page": page,
        "query": f"{_query(choice.snapshot, chosen)}&",
        "held_back": any(not row.reason for row in rows),
        "known": [(each.id, say_date(each.manifest.as_at)) for each in snapshots(queries.home())[::-1]],
        "kind_choices": [("", "All problems"), *((tally.key, tally.name) for tally in everything.kinds)],
        "file_choices": [("", "All files"), *((tally.key, tally.name) for tally in sorted(everything.files, key=_by_name))],
        "team_choices": [("", "All teams"), *((tally.key, tally.name) for tally in sorted(everything.teams, key=_by_name))],
        "narrowed": lambda field, key: f"?{_query(choice.snapshot, replace(chosen, **{field: key}))}",
        "may_load": can(request.user, Action.LOAD_EXTRACT).allowed,
    }
    return render(request, "data/quarantine.html", context, choice=choice)


def quarantine_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Give the chosen rows as a CSV file, with the same values and no others than the page shows."""
    can(request.user, Action.SEE_DATA).require()
    choice, _, chosen = _asked(request)
    rows = queries.seen_by(queries.person_of(request), quarantine_page(choice.snapshot, chosen))
    actions.exported_quarantine(
        by=queries.person_of(request), snapshot=choice.snapshot, chosen=chosen, children=_children(rows), page=request.path
    )
    response = StreamingHttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="quarantine-{choice.snapshot.id}.csv"'
    return response


def _asked(request: HttpRequest) -> tuple[Choice, QuarantineCounts, Chosen]:
    """Read which rows are asked for; raises `NotFound`, with what there is, for a file, team or problem that the snapshot does not have."""
    choice = choice_of(request)
    everything = quarantine_counts(choice.snapshot)
    given = {name: request.GET.get(name, "").strip() for name in ("file", "team", "kind")}
    held = {"file": everything.files, "team": everything.teams, "kind": everything.kinds}
    for name, value in given.items():
        if value and value not in {tally.key for tally in held[name]}:
            raise NotFound(
                f"The quarantine of the snapshot {choice.snapshot.id} has no row of that {'problem' if name == 'kind' else name}."
            )
    return choice, everything, Chosen(**given)


def _by_name(tally: Tally) -> tuple[bool, str]:
    return tally.name == UNKNOWN, tally.name.casefold()


def _query(snapshot: Snapshot, chosen: Chosen) -> str:
    entries = {"known": snapshot.id, "file": chosen.file, "team": chosen.team, "kind": chosen.kind}
    return urlencode({name: value for name, value in entries.items() if value})


def _children(rows: Iterable[QuarantinedRow]) -> frozenset[str]:
    return frozenset(row.child for row in rows if row.child)


def _csv(rows: Iterable[QuarantinedRow]) -> Iterator[str]:
    line = io.StringIO()
    writer = csv_writer(line)

    def written(cells: Iterable[object]) -> str:
        writer.row(cells)
        text = line.getvalue()
        line.seek(0)
        line.truncate()
        return text

    yield "\ufeff" + written(_COLUMNS)
    for row in rows:
        problem = row.reason or row.kind
        yield written((row.file, row.sheet, row.row, row.column, row.value, problem, row.remedy, row.record, row.child, row.team_name))
