"""What people type to find a child, and how they want a list."""

from __future__ import annotations

from django import forms

from lightwell.results.asked import LONGEST


class SearchForm(forms.Form):
    """A name, an identifier or a day of birth, or several of them."""

    wanted = forms.CharField(
        max_length=LONGEST,
        required=True,
        strip=True,
        error_messages={
            "required": "Enter a name, an identifier or a date of birth",
            "max_length": f"Enter {LONGEST} letters or fewer",
            "null_characters_not_allowed": "Enter a name, an identifier or a date of birth",
        },
    )


class ExportForm(forms.Form):
    """The kind of file."""

    file = forms.ChoiceField(choices=[("xlsx", "Excel"), ("csv", "CSV")])
