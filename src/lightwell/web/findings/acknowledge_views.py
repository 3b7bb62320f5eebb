"""The pages of known problems: saying that a finding is one, the list of them, and taking one back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lightwell.errors import Refused
from lightwell.periods import say_date
from lightwell.reports.finding_files import first_row, said_status, said_wrong
from lightwell.results.finding_model import RULESETS, Finding
from lightwell.web.access.decisions import Action, can
from lightwell.web.children.queries import reached
from lightwell.web.findings import actions, queries, seeing, words
from lightwell.web.findings.forms import AcknowledgeForm
from lightwell.web.findings.models import Acknowledgement
from lightwell.web.findings.seeing import Sight
from lightwell.web.pages import render


@require_http_methods(["GET", "HEAD", "POST"])
def acknowledge(request: HttpRequest, ruleset: str, key: str) -> HttpResponse:
    """Ask why a finding is a known problem and when to look again; or, sent, make it one, alone or with the rule's others of the child."""
    person = seeing.person_of(request)
    can(person, Action.ACKNOWLEDGE).require()
    sight = seeing.sight(person, ruleset)
    finding = queries.with_key(sight, key)
    if finding.key not in seeing.within_reach(person, Action.ACKNOWLEDGE, (finding,)):
        can(person, Action.ACKNOWLEDGE, finding.place).require()
    if request.method != "POST" or finding.acknowledged:
        actions.read_child(by=person, child=finding.child, page=reverse("findings:set", args=[ruleset]), why=reached(request))
    if finding.acknowledged:
        return _show(request, sight, finding, AcknowledgeForm(), told=actions.who_acknowledged(ruleset, (finding,)))
    if request.method != "POST":
        return _show(request, sight, finding, AcknowledgeForm())
    form = AcknowledgeForm(request.POST)
    if not form.is_valid():
        return _show(request, sight, finding, form, status=422)
    given = form.cleaned_data
    found = queries.same_rule(sight, finding) if given["every"] else (finding,)
    try:
        count = actions.acknowledge(by=person, of=sight.of, found=found, reason=given["reason"], look_again_on=given["look_again_on"])
    except Refused as refused:
        return _show(request, sight, finding, form, told=refused.message)
    messages.success(request, f"{words.counted(count, 'finding')} acknowledged until {say_date(given['look_again_on'])}.")
    return redirect("findings:known")


def _show(
    request: HttpRequest, sight: Sight, finding: Finding, form: AcknowledgeForm, *, status: int = 200, told: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "of": sight.of,
        "line": queries.lines(sight.person, (finding,))[0],
        "others": len(queries.same_rule(sight, finding)),
        "told": told,
        "first_row": first_row(sight.of),
        "said_wrong": said_wrong,
        "said_status": said_status,
        "words": words,
    }
    return render(request, "findings/acknowledge.html", context, status=409 if told else status)


@require_GET
def known(request: HttpRequest) -> HttpResponse:
    """List the known problems, the one to look at again first, first."""
    person = seeing.person_of(request)
    can(person, Action.SEE_FINDINGS).require()
    found = queries.known_problems(person)
    held = [each.acknowledgement for each in found]
    children = frozenset(each.child for each in held if each.child)
    if children:
        actions.read_known(by=person, children=children, page=request.path)
    context = {
        "found": found,
        "today": localdate(),
        "may": {each.pk for each in held if can(person, Action.ACKNOWLEDGE).allowed and seeing.may_end(person, each)},
        "opens": seeing.may_see_findings_of(person, children),
        "titles": RULESETS,
        "told": [str(message) for message in messages.get_messages(request)],
        "words": words,
    }
    return render(request, "findings/known.html", context)


@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take an acknowledgement back: its finding counts as open again."""
    found = get_object_or_404(Acknowledgement, pk=number)
    try:
        actions.take_back(by=seeing.person_of(request), acknowledgement=found)
        messages.success(request, "Taken back. The finding counts as open again.")
    except Refused as refused:
        messages.warning(request, refused.message)
    return redirect("findings:known")
