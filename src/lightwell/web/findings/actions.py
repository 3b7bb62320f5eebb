"""What is done about findings: each is recorded, in the same transaction, as is every reading of findings about named children."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from lightwell.errors import Refused
from lightwell.periods import say_date
from lightwell.reports.finding_book import said
from lightwell.reports.finding_files import FindingBook, csv_text, xlsx_bytes
from lightwell.results.finding_model import Asked, Finding, FindingSet
from lightwell.web.access.decisions import Action, can
from lightwell.web.access.models import Person
from lightwell.web.activity import actions as activity
from lightwell.web.findings import seeing, words
from lightwell.web.findings.models import Acknowledgement, Campaign
from lightwell.web.findings.seeing import Sight

_TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@dataclass(frozen=True)
class File:
    """A file to be sent: its name, type and content."""

    name: str
    type: str
    content: bytes


@transaction.atomic
def read_findings(*, by: Person, sight: Sight, asked: Asked, children: Iterable[str], page: str) -> None:
    """Record that a page of findings about named children was read."""
    snapshot = sight.of.snapshot.id
    why = said(asked)
    activity.record(person=by, action="read_findings", subject=sight.of.ruleset, page=page, why=why, snapshot=snapshot, named=children)


@transaction.atomic
def read_child(*, by: Person, child: str, page: str, why: str) -> None:
    """Record that what is found of one child was read, and how the reader came to it."""
    activity.record(person=by, action="read_findings_of_child", subject=child, page=page, why=why, named=[child])


@transaction.atomic
def read_known(*, by: Person, children: Iterable[str], page: str) -> None:
    """Record that known problems of children were read."""
    activity.record(person=by, action="read_findings", subject="known problems", page=page, named=children)


@transaction.atomic
def export(*, by: Person, sight: Sight, asked: Asked, book: FindingBook, how: str, page: str) -> File:
    """Make a file of findings, and record that it was made and which children it names."""
    can(by, Action.SEE_FINDINGS).require()
    kind = "csv" if how == "csv" else "xlsx"
    content = csv_text(book).encode("utf-8") if kind == "csv" else xlsx_bytes(book, by_team=how == "teams")
    activity.record(
        person=by,
        action="exported_findings",
        subject=sight.of.ruleset,
        page=page,
        why=", ".join(part for part in (said(asked), how) if part),
        snapshot=sight.of.snapshot.id,
        named=(each.child for each in book.findings),
    )
    return File(f"findings-{sight.of.ruleset.replace('_', '-')}-{sight.of.snapshot.id}.{kind}", _TYPES[kind], content)


def acknowledge(*, by: Person, of: FindingSet, found: tuple[Finding, ...], reason: str, look_again_on: date) -> int:
    """Say of findings that they are known problems until a day to look again; gives how many.

    Raises `PermissionDenied` where one of them is out of reach, and `Refused` where somebody has done so already, saying who.
    """
    try:
        with transaction.atomic():
            can(by, Action.ACKNOWLEDGE).require()
            held = seeing.within_reach(by, Action.ACKNOWLEDGE, found)
            for each in found:
                if each.key not in held:
                    can(by, Action.ACKNOWLEDGE, each.place).require()
                _end_lapsed(of.ruleset, each.key)
                Acknowledgement.objects.create(
                    ruleset=of.ruleset,
                    key=each.key,
                    code=each.code,
                    child=each.child,
                    reason=reason,
                    look_again_on=look_again_on,
                    made_by=by,
                )
            _record_acknowledged(by, "acknowledged_findings", of.ruleset, found[0].code, found[0].child, len(found))
    except IntegrityError:
        raise Refused(who_acknowledged(of.ruleset, found)) from None
    return len(found)


def who_acknowledged(ruleset: str, found: tuple[Finding, ...]) -> str:
    """Say who made findings known problems, and until when; for those of an earlier attempt too."""
    held = Acknowledgement.objects.filter(ruleset=ruleset, key__in=[each.key for each in found], ended_at__isnull=True)
    first = held.select_related("made_by").first()
    if first is None:
        return "It was changed in between. Nothing was done; try again."
    return f"{first.made_by.name} has acknowledged this already, until {say_date(first.look_again_on)}. Nothing was changed."


def take_back(*, by: Person, acknowledgement: Acknowledgement) -> None:
    """End an acknowledgement, so that its finding counts as open again; raises `Refused` if it has ended already."""
    with transaction.atomic():
        can(by, Action.ACKNOWLEDGE).require()
        if not seeing.may_end(by, acknowledgement):
            raise PermissionDenied("Only whoever acknowledged a finding, or someone who may acknowledge it, takes that back.")
        standing = Acknowledgement.objects.filter(pk=acknowledgement.pk, ended_at__isnull=True)
        if not standing.update(ended_at=now(), ended_by=by):
            raise Refused("It had been taken back already. Nothing was changed.")
        given = acknowledgement
        _record_acknowledged(by, "took_back_acknowledgement", given.ruleset, given.code, given.child, 1)


@transaction.atomic
def begin_campaign(*, by: Person, of: FindingSet, name: str, codes: list[str], starts_on: date, target_on: date, target: int) -> Campaign:
    """Begin a data-cleansing campaign."""
    can(by, Action.RUN_CAMPAIGNS).require()
    made = Campaign.objects.create(
        name=name, ruleset=of.ruleset, codes=codes, starts_on=starts_on, target_on=target_on, target=target, begun_by=by
    )
    activity.record(person=by, action="began_campaign", subject=str(made.pk), why=_said(made))
    return made


@transaction.atomic
def change_campaign(*, by: Person, campaign: Campaign, name: str, codes: list[str], starts_on: date, target_on: date, target: int) -> None:
    """Change what a campaign is about or is to reach; raises `Refused` if it is closed."""
    can(by, Action.RUN_CAMPAIGNS).require()
    running = Campaign.objects.filter(pk=campaign.pk, closed_at__isnull=True)
    if not running.update(name=name, codes=codes, starts_on=starts_on, target_on=target_on, target=target):
        raise Refused("This campaign is closed, so it was not changed. Begin another.")
    changed = Campaign.objects.get(pk=campaign.pk)
    activity.record(person=by, action="changed_campaign", subject=str(campaign.pk), why=_said(changed))


@transaction.atomic
def close_campaign(*, by: Person, campaign: Campaign) -> None:
    """Close a campaign, which stays to be looked at; raises `Refused` if it is closed already."""
    can(by, Action.RUN_CAMPAIGNS).require()
    if not Campaign.objects.filter(pk=campaign.pk, closed_at__isnull=True).update(closed_at=now(), closed_by=by):
        raise Refused("This campaign was closed already. Nothing was changed.")
    activity.record(person=by, action="closed_campaign", subject=str(campaign.pk), why=campaign.name)


def _end_lapsed(ruleset: str, key: str) -> None:
    """Make room for a new acknowledgement of a finding whose day to look again has come."""
    lapsed = Acknowledgement.objects.filter(ruleset=ruleset, key=key, ended_at__isnull=True, look_again_on__lte=localdate())
    lapsed.update(ended_at=now())


def _record_acknowledged(by: Person, action: str, ruleset: str, code: str, child: str, count: int) -> None:
    why = f"{ruleset}, {code}, {words.counted(count, 'finding')}"
    activity.record(person=by, action=action, subject=child, why=why, children=1 if child else 0, named=[child])


def _said(campaign: Campaign) -> str:
    codes = " ".join(campaign.codes) or "all rules"
    days = f"{campaign.starts_on.isoformat()} to {campaign.target_on.isoformat()}"
    return f"{campaign.name}: {campaign.ruleset}, {codes}, {days}, target {campaign.target}"
