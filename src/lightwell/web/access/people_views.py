"""The pages on which an administrator looks after people and their roles."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lightwell.errors import Refused
from lightwell.web.access import people_actions, people_queries
from lightwell.web.access.access_forms import AddPersonForm, GiveRoleForm
from lightwell.web.access.decisions import Action, can
from lightwell.web.access.models import Assignment, Person
from lightwell.web.access.restricted_queries import said_days
from lightwell.web.pages import render


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List everyone with the roles that they hold today."""
    can(request.user, Action.MANAGE_PEOPLE).require()
    return render(request, "access/people.html", {"members": people_queries.people(), "told": _told(request)})


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Ask who is to be added, or add them."""
    can(request.user, Action.MANAGE_PEOPLE).require()
    form = AddPersonForm(request.POST if request.method == "POST" else None)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = people_actions.admit(by=cast(Person, request.user), **form.cleaned_data)
            return redirect("access:person", number=made.pk)
        except Refused as error:
            refused = error
    status = 422 if refused or form.errors else 200
    return render(request, "access/add_person.html", {"form": form, "refused": refused}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, number: int) -> HttpResponse:
    """Show one person with every role, and give another."""
    can(request.user, Action.MANAGE_PEOPLE).require()
    found = get_object_or_404(Person, pk=number)
    form = GiveRoleForm(request.POST if request.method == "POST" else None, parts=people_queries.choices())
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            people_actions.give_role(by=cast(Person, request.user), person=found, **form.given)
            messages.success(request, "The role was given.")
            return redirect("access:person", number=found.pk)
        except Refused as error:
            refused = error
    context = {
        "member": people_queries.member(found),
        "form": form,
        "refused": refused,
        "roles": people_queries.role_choices(),
        "parts": people_queries.choices(),
        "own": cast(Person, request.user).pk == found.pk,
        "said_days": said_days,
        "told": _told(request),
    }
    return render(request, "access/person.html", context, status=422 if refused or form.errors else 200)


@require_POST
def end_role(request: HttpRequest, number: int) -> HttpResponse:
    """End one role."""
    can(request.user, Action.MANAGE_PEOPLE).require()
    found = get_object_or_404(Assignment.objects.select_related("person"), pk=number)
    try:
        people_actions.end_role(by=cast(Person, request.user), assignment=found)
        messages.success(request, "The role was ended.")
    except Refused as refused:
        messages.warning(request, refused.message)
    return redirect("access:person", number=found.person_id)


@require_POST
def let_sign_in(request: HttpRequest, number: int) -> HttpResponse:
    """Keep somebody from signing in, or let them again."""
    can(request.user, Action.MANAGE_PEOPLE).require()
    found = get_object_or_404(Person, pk=number)
    allowed = request.POST.get("allowed") == "yes"
    try:
        people_actions.let_sign_in(by=cast(Person, request.user), person=found, allowed=allowed)
        messages.success(request, f"{found.name} may {'sign in again' if allowed else 'no longer sign in'}.")
    except Refused as refused:
        messages.warning(request, refused.message)
    return redirect("access:person", number=found.pk)


def _told(request: HttpRequest) -> list[str]:
    return [str(message) for message in messages.get_messages(request)]
