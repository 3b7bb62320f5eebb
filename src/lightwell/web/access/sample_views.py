"""The pages of samples: which there are, making one, and its children."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from lightwell.errors import Refused
from lightwell.web.access import restricted_queries as queries
from lightwell.web.access import sample_actions
from lightwell.web.access.access_forms import SampleForm
from lightwell.web.access.decisions import Action, can
from lightwell.web.access.models import Person
from lightwell.web.pages import render


@require_safe
def samples(request: HttpRequest) -> HttpResponse:
    """List the samples that the person makes or audits."""
    found = queries.samples(cast(Person, request.user))
    may_make = can(request.user, Action.MAKE_SAMPLES).allowed
    return render(request, "access/samples.html", {"found": found, "may_make": may_make, "said_days": queries.said_days})


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Ask which children a sample is to have, or make it."""
    can(request.user, Action.MAKE_SAMPLES).require()
    form = SampleForm(request.POST if request.method == "POST" else None)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = sample_actions.make(by=cast(Person, request.user), **form.cleaned_data)
            return redirect("access:sample", number=made.pk)
        except Refused as error:
            refused = error
    return render(request, "access/make_sample.html", {"form": form, "refused": refused}, status=422 if refused or form.errors else 200)


@require_safe
def sample(request: HttpRequest, number: int) -> HttpResponse:
    """Show the children of a sample, as far as the person may see them."""
    person = cast(Person, request.user)
    found = queries.sample_page(person, number)
    if found.children:
        sample_actions.read(by=person, sample=found.sample, children=[each.child for each in found.children], page=request.path)
    return render(request, "access/sample.html", {"found": found, "said_days": queries.said_days})
