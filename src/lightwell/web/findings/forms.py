"""What people write about findings: why one is a known problem, and what a campaign is to reach."""

from __future__ import annotations

import contextlib
import re
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate

from lightwell.periods import same_day_a_year_before, say_date
from lightwell.results.finding_model import RuleState

LONGEST_REASON = 500


class DayForm(forms.Form):
    """A form with days that are written in three fields each: `look_day`, `look_month` and `look_year`."""

    def day(self, prefix: str, missing: str) -> date | None:
        """Put a day together; notes what is wrong at the field of the day, and gives None then."""
        parts = [str(self.data.get(f"{prefix}_{name}", "")).strip() for name in ("year", "month", "day")]
        if not any(parts):
            self.add_error(f"{prefix}_day", missing)
            return None
        if all(part.isascii() and part.isdigit() for part in parts) and len(parts[0]) == 4:
            with contextlib.suppress(ValueError):
                return date(*map(int, parts))
        self.add_error(f"{prefix}_day", "This is not a day of the calendar. Write it as in 31 1 2026.")
        return None


class AcknowledgeForm(DayForm):
    """Why a finding is a known problem, and when to look at it again; `every` takes the rule's other findings of the child along.

    After `is_valid`, `cleaned_data` has `reason`, `look_again_on` and `every`.
    """

    reason = forms.CharField(
        max_length=LONGEST_REASON,
        strip=True,
        error_messages={
            "required": "Say why this is a known problem.",
            "max_length": f"Say it in {LONGEST_REASON} letters or fewer.",
            "null_characters_not_allowed": "Write the reason in letters and figures.",
        },
    )
    look_day = forms.CharField(required=False, max_length=20)
    look_month = forms.CharField(required=False, max_length=20)
    look_year = forms.CharField(required=False, max_length=20)
    every = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        """Put the day together: after today, and at most a year ahead."""
        cleaned: dict[str, Any] = {**(super().clean() or {})}
        day = self.day("look", "Enter the day on which to look at it again.")
        today = localdate()
        if day is not None and day <= today:
            self.add_error("look_day", f"The day to look again must be after today, {say_date(today)}.")
        elif day is not None and same_day_a_year_before(day) > today:
            self.add_error("look_day", "The day to look again must be at most a year ahead.")
        cleaned["look_again_on"] = day
        return cleaned


class CampaignForm(DayForm):
    """What a campaign is about and what it is to reach; made with the rules of its set, so that every code is one of them.

    After `is_valid`, `cleaned_data` has `name`, `codes`, `starts_on`, `target_on` and `target`.
    """

    name = forms.CharField(
        max_length=100,
        strip=True,
        error_messages={"required": "Give the campaign a name.", "max_length": "Give it a name of 100 letters or fewer."},
    )
    codes = forms.CharField(required=False, max_length=20_000, strip=True)
    start_day = forms.CharField(required=False, max_length=20)
    start_month = forms.CharField(required=False, max_length=20)
    start_year = forms.CharField(required=False, max_length=20)
    end_day = forms.CharField(required=False, max_length=20)
    end_month = forms.CharField(required=False, max_length=20)
    end_year = forms.CharField(required=False, max_length=20)
    target = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=10_000_000,
        error_messages={
            "invalid": "Write the target as a whole number, 0 for none left open.",
            "min_value": "The target is 0 or more.",
            "max_value": "The target is too large.",
        },
    )

    def __init__(self, *args: Any, rules: tuple[RuleState, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = {rule.code.casefold(): rule.code for rule in rules}

    def clean_codes(self) -> list[str]:
        """Divide the codes at commas, spaces and lines; every one must be a rule of the set."""
        given = [word for word in re.split(r"[\s,;]+", self.cleaned_data["codes"]) if word]
        unknown = [word for word in given if word.casefold() not in self._known]
        if unknown:
            raise forms.ValidationError(f"There is no rule {', '.join(f'“{word[:40]}”' for word in unknown[:5])} in this set.")
        return sorted({self._known[word.casefold()] for word in given})

    def clean_target(self) -> int:
        """Read no number as 0."""
        return int(self.cleaned_data.get("target") or 0)

    def clean(self) -> dict[str, Any]:
        """Put the days together; a campaign ends after it starts."""
        cleaned: dict[str, Any] = {**(super().clean() or {})}
        starts = self.day("start", "Enter the day on which the campaign starts.")
        ends = self.day("end", "Enter the day by which the target is to be reached.")
        if starts and ends and ends <= starts:
            self.add_error("end_day", f"The day of the target must be after the start, {say_date(starts)}.")
        cleaned["starts_on"], cleaned["target_on"] = starts, ends
        return cleaned

    @property
    def given(self) -> dict[str, Any]:
        """What the actions take of it."""
        return {name: self.cleaned_data[name] for name in ("name", "codes", "starts_on", "target_on", "target")}


class ExportForm(forms.Form):
    """The kind of file: one sheet of findings, a sheet for each team, or CSV."""

    file = forms.ChoiceField(choices=[("xlsx", "Excel"), ("teams", "Excel, a sheet for each team"), ("csv", "CSV")])
