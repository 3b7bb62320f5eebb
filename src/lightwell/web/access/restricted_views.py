"""The pages of restricted children: which there are, who may see each, opening one in an emergency, and reviewing that."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lightwell.errors import Refused
from lightwell.web.access import restricted_actions as actions
from lightwell.web.access import restricted_queries as queries
from lightwell.web.access.access_forms import GiveAccessForm, NameForm, ReasonForm, RestrictForm, ReviewForm, TakeAccessForm
from lightwell.web.access.decisions import Action, can
from lightwell.web.access.models import ChildAccess, Person
from lightwell.web.pages import render


@require_safe
def restricted(request: HttpRequest) -> HttpResponse:
    """List the restricted children within the part in which the person says who is one."""
    person = _person(request)
    found = queries.restrictions(person)
    actions.read(by=person, children=[each.held.child for each in found], page=request.path)
    return render(request, "access/restricted.html", {"found": found, **_shared(request)})


@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest) -> HttpResponse:
    """Ask which child is to be restricted, why and for whom, or do it."""
    can(request.user, Action.RESTRICT).require()
    form = RestrictForm(request.POST if request.method == "POST" else None, marking=True)

    def do() -> HttpResponse:
        given = {name: form.cleaned_data[name] for name in ("child", "reason", "review_on", "roles")}
        first = form.cleaned_data["person"]
        return redirect("access:restriction", number=actions.restrict(by=_person(request), people=[first] if first else [], **given))

    return _form(request, form, do, "access/mark.html", {"may_be_let": queries.may_be_let()})


@require_http_methods(["GET", "HEAD", "POST"])
def restriction(request: HttpRequest, number: int) -> HttpResponse:
    """Show who may see a restricted child, and change why, until when and for which roles it is one."""
    person = _person(request)
    found = queries.restriction(person, number)
    held = found.held
    actions.read(by=person, children=[held.child], page=request.path)
    initial = {"reason": held.reason, "roles": held.roles, "review_on": f"{held.review_on:%d %m %Y}"}
    form = RestrictForm(request.POST if request.method == "POST" else None, marking=False, initial=initial)

    def do() -> HttpResponse:
        actions.change(by=person, restriction=held, **form.cleaned_data)
        messages.success(request, "Changed.")
        return redirect("access:restriction", number=number)

    return _form(request, form, do, "access/restriction.html", {"found": found, "may_be_let": queries.may_be_let()})


@require_POST
def name(request: HttpRequest, number: int) -> HttpResponse:
    """Let somebody see a restricted child for as long as it is one."""
    found, form = queries.restriction(_person(request), number), NameForm(request.POST)
    return _sent(
        request,
        number,
        form,
        lambda: actions.name_person(by=_person(request), restriction=found.held, person=form.cleaned_data["person"]),
        "Named.",
    )


@require_POST
def give(request: HttpRequest, number: int) -> HttpResponse:
    """Let somebody see a restricted child for a purpose and a time."""
    found, form = queries.restriction(_person(request), number), GiveAccessForm(request.POST)

    def do() -> None:
        actions.give_access(by=_person(request), restriction=found.held, **form.cleaned_data)

    return _sent(request, number, form, do, "Access was given; it is listed for review.")


@require_POST
def unname(request: HttpRequest, number: int, access: int) -> HttpResponse:
    """Let somebody see a restricted child no more."""
    found = queries.restriction(_person(request), number)
    let = get_object_or_404(ChildAccess.objects.select_related("person"), pk=access, child=found.held.child)
    return _sent(request, number, None, lambda: actions.unname(by=_person(request), restriction=found.held, access=let), "Ended.")


@require_POST
def lift(request: HttpRequest, number: int) -> HttpResponse:
    """End a restriction."""
    found, form = queries.restriction(_person(request), number), ReasonForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("Say why the child is not to be restricted any more. Nothing was changed.")
        actions.lift(by=_person(request), restriction=found.held, reason=form.cleaned_data["reason"])
    except Refused as refused:
        messages.warning(request, refused.message)
        return redirect("access:restriction", number=number)
    messages.success(request, "The child is not restricted any more.")
    return redirect("access:restricted")


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """Ask which child is to be opened and for what, or open it for a time."""
    can(request.user, Action.BREAK_GLASS).require()
    form = TakeAccessForm(request.POST if request.method == "POST" else None)

    def do() -> HttpResponse:
        made = actions.take_access(by=_person(request), **form.cleaned_data)
        return redirect("children:journey", child=made.child)

    return _form(request, form, do, "access/take.html", {"hours": actions.TAKEN_HOURS})


@require_safe
def accesses(request: HttpRequest) -> HttpResponse:
    """List every access for a time, those to review first."""
    person = _person(request)
    found = queries.accesses(person)
    actions.read(by=person, children=[each.access.child for each in found], page=request.path)
    context = {"found": found, "outcomes": ChildAccess.Outcome.choices, **_shared(request)}
    return render(request, "access/accesses.html", context)


@require_POST
def review(request: HttpRequest, number: int) -> HttpResponse:
    """Say what the review of an access found."""
    can(request.user, Action.REVIEW_ACCESS).require()
    form = ReviewForm(request.POST)
    found = get_object_or_404(ChildAccess.objects.select_related("person"), pk=number)
    try:
        if not form.is_valid():
            raise Refused("Choose what the review found, and say in a sentence how you know. Nothing was changed.")
        actions.review(by=_person(request), access=found, **form.cleaned_data)
        messages.success(request, "The review was kept.")
    except Refused as refused:
        messages.warning(request, refused.message)
    return redirect("access:accesses")


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def _shared(request: HttpRequest) -> dict[str, object]:
    return {
        "told": [str(message) for message in messages.get_messages(request)],
        "said_moment": queries.said_moment,
        "may_review": can(request.user, Action.REVIEW_ACCESS).allowed,
        "may_open": can(request.user, Action.BREAK_GLASS).allowed,
        "may_restrict": can(request.user, Action.RESTRICT).allowed,
    }


def _form(
    request: HttpRequest, form: forms.Form, do: Callable[[], HttpResponse], template: str, context: dict[str, object]
) -> HttpResponse:
    """Show a form, or do what was sent; what is refused is said over the form, with what was written still in it."""
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            return do()
        except Refused as error:
            refused = error
    status = 422 if refused or form.errors else 200
    return render(request, template, {"form": form, "refused": refused, **_shared(request), **context}, status=status)


def _sent(request: HttpRequest, number: int, form: forms.Form | None, do: Callable[[], None], done: str) -> HttpResponse:
    """Do what a small form of a restriction's page asks for, and say on that page what came of it."""
    try:
        if form is not None and not form.is_valid():
            raise Refused(" ".join(str(text) for texts in form.errors.values() for text in texts))
        do()
        messages.success(request, done)
    except Refused as refused:
        messages.warning(request, refused.message)
    return redirect("access:restriction", number=number)
