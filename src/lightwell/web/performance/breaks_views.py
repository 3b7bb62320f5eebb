"""The register of breaks in series: shown to everyone who sees figures, entered and withdrawn by those who may."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from lightwell.errors import LightwellError
from lightwell.results import definitions_of
from lightwell.results.break_model import KINDS
from lightwell.results.break_register import register
from lightwell.results.breaks import breaks_of
from lightwell.web.access.decisions import Action, can
from lightwell.web.access.models import Person
from lightwell.web.choice import Choice, choice_of, member_names_of
from lightwell.web.pages import render
from lightwell.web.performance import actions
from lightwell.web.performance.breaks_forms import BreakForm
from lightwell.web.performance.sight import sight_of

_PLACES = ("service", "locality", "team")


@require_http_methods(["GET", "HEAD", "POST"])
def breaks(request: HttpRequest) -> HttpResponse:
    """Show the register and what follows from definitions, and enter a break."""
    choice = choice_of(request)
    sight = sight_of(request.user, choice)
    may = can(request.user, Action.KEEP_BREAKS)
    told = ""
    form = _form(request, choice)
    if request.method == "POST":
        may.require()
        if form.is_valid():
            try:
                actions.enter_break(by=cast(Person, request.user), choice=choice, said=form.cleaned_data, page=request.path)
                return HttpResponseRedirect(f"{reverse('performance:breaks')}?{choice.query()}")
            except LightwellError as error:
                told = str(error)
    catalogue = definitions_of(choice.snapshot)
    dated = [
        (definition, each) for definition in catalogue.definitions.values() for each in breaks_of((), definition, catalogue.parameters)
    ]
    context = {
        "entries": tuple(reversed(register(choice.home))),
        "dated": dated,
        "definitions": catalogue.definitions,
        "names": {way: member_names_of(choice.snapshot, way) for way in _PLACES} if sight.parts else {},
        "form": form,
        "kinds": list(KINDS.items()),
        "may": may.allowed,
        "told": told,
    }
    return render(request, "performance/breaks.html", context, choice=choice, status=422 if request.method == "POST" else 200)


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw an entry of the register; it stays there, marked."""
    can(request.user, Action.KEEP_BREAKS).require()
    choice = choice_of(request)
    actions.withdraw_break(by=cast(Person, request.user), choice=choice, number=number, page=request.path)
    return HttpResponseRedirect(f"{reverse('performance:breaks')}?{choice.query()}")


def _form(request: HttpRequest, choice: Choice) -> BreakForm:
    definitions = definitions_of(choice.snapshot).definitions.values()
    indicators = sorted(((each.id, each.title) for each in definitions), key=lambda each: each[1])
    parts = [(f"{way}:{member}", name) for way in _PLACES for member, name in member_names_of(choice.snapshot, way).items()]
    given = request.POST if request.method == "POST" else None
    asked = request.GET.get("indicator", "")
    return BreakForm(given, indicators=indicators, parts=parts, initial={"indicator": asked})
