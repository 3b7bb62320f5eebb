"""The pack made of nothing but what is printed, so that no arrow, sentence, status or chart says what a figure does not."""

from __future__ import annotations

from collections.abc import Mapping

from lightwell.comparators import Published as Comparators
from lightwell.disclosure import AUTHORITY, CONFIDENTIAL, Coordinates, Printed
from lightwell.periods import Month
from lightwell.reports.assemble import assemble
from lightwell.reports.comparing import others_of, releases_said
from lightwell.reports.from_snapshot import provenance_of
from lightwell.reports.model import Pack
from lightwell.reports.own_settings import settings_of
from lightwell.reports.public.exempt_model import NOTHING_EXEMPT, Exempt
from lightwell.reports.public.withheld import order_of, without
from lightwell.results import State, Value, definitions_of
from lightwell.store import Home, Snapshot


def public_pack(
    home: Home, snapshot: Snapshot, month: Month, printed: Mapping[Coordinates, Printed], exempt: Exempt = NOTHING_EXEMPT
) -> Pack:
    """Make the pack of the whole authority from printed figures alone, without the parts that are exempt."""
    settings, catalogue = settings_of(home), definitions_of(snapshot)
    others = others_of(settings, catalogue.definitions.values(), Comparators(home.comparators), month, snapshot.manifest.as_at)
    found = {(at.indicator, at.month): _value(one, snapshot) for at, one in printed.items() if at.breakdown == AUTHORITY}
    return assemble(
        month=month,
        values=found,
        catalogue=catalogue,
        targets=settings.targets,
        others=others,
        layout=without(order_of(home, catalogue), exempt),
        authority=snapshot.manifest.authority_name,
        provenance=provenance_of(snapshot, releases_said(others)),
    )


def _value(printed: Printed, snapshot: Snapshot) -> Value:
    definition = definitions_of(snapshot).definition(printed.at.indicator)
    hidden = State.SUPPRESSED if printed.mark == CONFIDENTIAL else State.NOT_APPLICABLE
    return Value(
        indicator=definition.id,
        version=definition.version,
        period=printed.at.month,
        period_type=definition.period_type,
        breakdown=printed.at.breakdown,
        member=printed.at.member,
        numerator=printed.numerator,
        denominator=printed.denominator,
        value=printed.value,
        state=State.KNOWN if printed.value is not None else hidden,
        population="",
        snapshot=snapshot.id,
    )
