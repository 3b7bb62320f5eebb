"""The form of a break: from which month, what kind, what happened, and which figures it touches."""

from __future__ import annotations

from typing import Any

from django import forms

from lightwell.periods import Month
from lightwell.results.break_model import KINDS
from lightwell.results.break_register import LONGEST


class BreakForm(forms.Form):
    """A break to be entered; made with the indicators and the parts of the service that there are.

    After `is_valid`, `cleaned_data` has `month`, `kind`, `what`, `indicators`, `breakdown`, `member` and `anew`.
    """

    first_month = forms.CharField(required=False, max_length=20)
    first_year = forms.CharField(required=False, max_length=20)
    kind = forms.ChoiceField(choices=list(KINDS.items()), error_messages={"required": "Choose what kind of break it is."})
    what = forms.CharField(
        max_length=LONGEST,
        strip=True,
        error_messages={
            "required": "Say in a sentence what happened: it stands beside the chart.",
            "max_length": f"Say it in {LONGEST} letters or fewer.",
            "null_characters_not_allowed": "Write it in letters and figures.",
        },
    )
    indicator = forms.ChoiceField(required=False)
    part = forms.ChoiceField(required=False)
    anew = forms.BooleanField(required=False)

    def __init__(self, *args: Any, indicators: list[tuple[str, str]], parts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"] = forms.ChoiceField(required=False, choices=[("", ""), *indicators])
        self.fields["part"] = forms.ChoiceField(required=False, choices=[("", ""), *parts])

    def clean(self) -> dict[str, Any]:
        """Put the month together, and take the part apart."""
        cleaned: dict[str, Any] = {**(super().clean() or {})}
        month, year = (str(self.data.get(name, "")).strip() for name in ("first_month", "first_year"))
        if not (month.isascii() and month.isdigit() and year.isascii() and year.isdigit() and len(year) == 4 and 1 <= int(month) <= 12):
            self.add_error("first_month", "Write the month in figures, as in 4 2023.")
        else:
            cleaned["month"] = Month(int(year), int(month))
        breakdown, _, member = cleaned.get("part", "").partition(":")
        chosen = cleaned.get("indicator", "")
        return cleaned | {"breakdown": breakdown, "member": member, "indicators": (chosen,) if chosen else ()}
