"""What is searched for in the record, and what is written of a review and of a subject-access request."""

from __future__ import annotations

from django import forms

from lightwell.web.access.access_forms import DayField
from lightwell.web.activity.models import LookReview
from lightwell.web.activity.queries import Asked
from lightwell.web.activity.words import ACTIONS

_NOT_TEXT = "Write it in letters and figures."


def _text(longest: int, required: str = "") -> forms.CharField:
    said = {"required": required, "max_length": f"Say it in {longest} letters or fewer.", "null_characters_not_allowed": _NOT_TEXT}
    return forms.CharField(max_length=longest, strip=True, required=bool(required), error_messages=said)


class SearchForm(forms.Form):
    """Who, which child, what and when; whatever is empty is not asked for."""

    person = _text(150)
    child = _text(200)
    action = forms.ChoiceField(
        required=False, choices=[("", ""), *ACTIONS.items()], error_messages={"invalid_choice": "Choose one from the list."}
    )
    first = DayField(required=False, max_length=40)
    last = DayField(required=False, max_length=40)

    @property
    def asked(self) -> Asked:
        """What is asked for, once the form is valid."""
        return Asked(**self.cleaned_data)


class ReviewForm(forms.Form):
    """What a review of unusual looking found, and how that is known."""

    key = forms.RegexField(r"^[0-9a-f]{32}$")
    outcome = forms.ChoiceField(choices=LookReview.Outcome.choices)
    note = _text(400, "Say in a sentence how you know.")


class ReportForm(forms.Form):
    """The request that a report of one child answers, and the kind of file."""

    request = _text(200, "Enter the reference of the request that the report answers.")
    file = forms.ChoiceField(choices=[("html", "Page to print"), ("csv", "CSV")], error_messages={"required": "Choose the kind of file."})
