"""The pages of data-cleansing campaigns."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lightwell.errors import Refused
from lightwell.reports.burn_down_chart import burn_down_chart, burn_down_spark
from lightwell.results.finding_model import RULESETS, FindingSet
from lightwell.results.findings import finding_set, rule_states
from lightwell.web.access.decisions import Action, can
from lightwell.web.findings import actions, campaigns, seeing, words
from lightwell.web.findings.forms import CampaignForm
from lightwell.web.findings.models import Campaign
from lightwell.web.pages import render

_WEEKS = 6
"""How long a campaign is, where nobody says otherwise."""


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the campaigns with how each stands."""
    found = seeing.sets(seeing.person_of(request))
    context = {
        "found": campaigns.listed(),
        "sets": found,
        "titles": RULESETS,
        "may_run": can(request.user, Action.RUN_CAMPAIGNS),
        "spark": burn_down_spark,
        "words": words,
    }
    return render(request, "findings/campaigns.html", context)


@require_GET
def campaign(request: HttpRequest, number: int) -> HttpResponse:
    """Show how one campaign goes, together and by team."""
    person = seeing.person_of(request)
    can(person, Action.SEE_FINDINGS).require()
    found = campaigns.page_of(get_object_or_404(Campaign.objects.select_related("begun_by", "closed_by"), pk=number))
    title = f"Open findings of {found.campaign.name}"
    context = {
        "found": found,
        "campaign": found.campaign,
        "wide": burn_down_chart(found.together, name="burn-down", title=title, width=760, height=300, text=13) if found.together else "",
        "narrow": burn_down_chart(found.together, name="burn-down-narrow", title=title, width=358, height=260, text=13)
        if found.together
        else "",
        "spark": burn_down_spark,
        "titles": RULESETS,
        "everywhere": found.of is not None and seeing.sight_of(person, found.of).everywhere,
        "may_run": can(person, Action.RUN_CAMPAIGNS).allowed,
        "told": [str(message) for message in messages.get_messages(request)],
        "words": words,
    }
    return render(request, "findings/campaign.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, ruleset: str) -> HttpResponse:
    """Ask what a campaign on a set is to reach, or begin it."""
    person = seeing.person_of(request)
    can(person, Action.RUN_CAMPAIGNS).require()
    of = finding_set(seeing.home(), ruleset)
    if request.method != "POST":
        today, rule = localdate(), request.GET.get("code", "").strip()[:100]
        initial = {"codes": rule, "target": 0, **_parts("start", today), **_parts("end", today + timedelta(weeks=_WEEKS))}
        return _form(request, CampaignForm(rules=rule_states(of), initial=initial), of)
    form = CampaignForm(request.POST, rules=rule_states(of))
    if not form.is_valid():
        return _form(request, form, of, status=422)
    made = actions.begin_campaign(by=person, of=of, **form.given)
    return redirect("findings:campaign", number=made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Ask how a campaign is to be changed, or change it."""
    person = seeing.person_of(request)
    can(person, Action.RUN_CAMPAIGNS).require()
    found = get_object_or_404(Campaign, pk=number)
    of = finding_set(seeing.home(), found.ruleset)
    if request.method != "POST":
        days = {**_parts("start", found.starts_on), **_parts("end", found.target_on)}
        initial = {"name": found.name, "codes": " ".join(found.codes), "target": found.target, **days}
        return _form(request, CampaignForm(rules=rule_states(of), initial=initial), of, found)
    form = CampaignForm(request.POST, rules=rule_states(of))
    if not form.is_valid():
        return _form(request, form, of, found, status=422)
    try:
        actions.change_campaign(by=person, campaign=found, **form.given)
    except Refused as refused:
        messages.warning(request, refused.message)
    return redirect("findings:campaign", number=found.pk)


@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close a campaign."""
    found = get_object_or_404(Campaign, pk=number)
    try:
        actions.close_campaign(by=seeing.person_of(request), campaign=found)
        messages.success(request, "The campaign is closed. It stays here to be looked at.")
    except Refused as refused:
        messages.warning(request, refused.message)
    return redirect("findings:campaign", number=found.pk)


def _parts(prefix: str, day: object) -> dict[str, int]:
    return {f"{prefix}_{name}": getattr(day, name) for name in ("day", "month", "year")}


def _form(request: HttpRequest, form: CampaignForm, of: FindingSet, found: Campaign | None = None, *, status: int = 200) -> HttpResponse:
    return render(request, "findings/campaign_form.html", {"form": form, "of": of, "campaign": found, "words": words}, status=status)
