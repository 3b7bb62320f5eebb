"""What people write about people and their roles, restricted children, access to them, and samples."""

from __future__ import annotations

import contextlib
import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from lightwell.periods import same_day_a_year_before, say_date
from lightwell.web.access.models import ChildAccess, Person
from lightwell.web.access.roles import roles

LONGEST = 500
_NOT_TEXT = "Write it in letters and figures."


def _text(required: str = "", longest: int = LONGEST) -> forms.CharField:
    """A line or a few, in which `required` is said where nothing is written; empty where it need not be."""
    said = {"required": required, "max_length": f"Say it in {longest} letters or fewer.", "null_characters_not_allowed": _NOT_TEXT}
    return forms.CharField(max_length=longest, strip=True, required=bool(required), error_messages=said)


class DayField(forms.CharField):
    """A day in one field: `31 1 2026`, `31/01/2026` or `2026-01-31`."""

    def clean(self, value: Any) -> Any:
        """Read the day; None for nothing."""
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        parts = re.findall(r"[0-9]+", text)
        with contextlib.suppress(ValueError):
            if len(parts) == 3 and len(parts[0]) == 4:
                return date(*map(int, parts))
            if len(parts) == 3 and len(parts[2]) == 4:
                return date(int(parts[2]), int(parts[1]), int(parts[0]))
        raise ValidationError("This is not a day of the calendar. Write it as in 31 1 2026.")


def _day(required: str = "") -> DayField:
    return DayField(required=bool(required), max_length=40, error_messages={"required": required, "max_length": "This is not a day."})


class PersonField(forms.CharField):
    """Somebody by their sign-in name."""

    def clean(self, value: Any) -> Any:
        """Find the person; None for nothing."""
        name = str(super().clean(value) or "").strip()
        if not name:
            return None
        found = Person.objects.filter(username=name, is_active=True).first()
        if found is None:
            raise ValidationError(f"Nobody who may sign in has the sign-in name “{name[:60]}”.")
        return found


class AddPersonForm(forms.Form):
    """A new person, with a first password."""

    name = _text("Enter the full name.", 150)
    username = _text("Enter the name with which the person will sign in.", 150)
    password = forms.CharField(max_length=200, strip=False, error_messages={"required": "Enter a first password."})


class GiveRoleForm(forms.Form):
    """A role, what it is held for, and its days."""

    role = forms.ChoiceField(error_messages={"required": "Choose a role.", "invalid_choice": "Choose one of the roles."})
    held_for = forms.ChoiceField(required=False, error_messages={"invalid_choice": "Choose one of the parts."})
    worker = _text(longest=100)
    starts_on = _day()
    ends_on = _day()

    def __init__(self, *args: Any, parts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.id, role.title) for role in roles().values()]  # type: ignore[attr-defined]
        self.fields["held_for"].choices = parts  # type: ignore[attr-defined]

    @property
    def given(self) -> dict[str, Any]:
        """What the action takes of it."""
        kind, _, part = self.cleaned_data["held_for"].partition(":")
        kept = {name: self.cleaned_data[name] for name in ("role", "worker", "starts_on", "ends_on")}
        return {**kept, "breakdown": kind or "authority", "member": part}


class RestrictForm(forms.Form):
    """Why a child is restricted, when to look again, and which roles see it; `child` and `person` only when it is marked."""

    child = _text("Enter the identifier of the child.", 200)
    reason = _text("Say why the child is restricted.")
    review_on = _day("Enter the day on which to look at it again.")
    roles = forms.MultipleChoiceField(required=False, error_messages={"invalid_choice": "Choose from the roles."})
    person = PersonField(required=False, max_length=150)

    def __init__(self, *args: Any, marking: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [(role, role) for role in roles()]  # type: ignore[attr-defined]
        if not marking:
            del self.fields["child"], self.fields["person"]

    def clean_review_on(self) -> date:
        """Hold the day to between tomorrow and a year ahead."""
        day: date = self.cleaned_data["review_on"]
        today = localdate()
        if day <= today:
            raise ValidationError(f"The day to look again must be after today, {say_date(today)}.")
        if same_day_a_year_before(day) > today:
            raise ValidationError("The day to look again must be at most a year ahead.")
        return day


class NameForm(forms.Form):
    """Who is let see a restricted child."""

    person = PersonField(max_length=150, error_messages={"required": "Enter the sign-in name of the person."})


class GiveAccessForm(NameForm):
    """Who is let see a restricted child, for what, and for how many hours."""

    purpose = _text("Say what it is for.")
    hours = forms.IntegerField(
        min_value=1,
        max_value=24 * 14,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "Give a number of hours from 1 to 336."),
    )


class TakeAccessForm(forms.Form):
    """Which child is to be opened, and for what."""

    child = _text("Enter the identifier of the child.", 200)
    purpose = _text("Say what you need it for.")


class ReviewForm(forms.Form):
    """What the review of an access found."""

    outcome = forms.ChoiceField(
        choices=ChildAccess.Outcome.choices,
        error_messages={"required": "Say what the review found.", "invalid_choice": "Choose an outcome."},
    )
    note = _text("Say in a sentence how you know.")


class ReasonForm(forms.Form):
    """Why something is ended."""

    reason = _text("Say why.")


class SampleForm(forms.Form):
    """A sample of children, with its days."""

    name = _text("Give the sample a name.", 100)
    purpose = _text("Say what it is for.")
    children = _text("Enter the identifiers of the children.", 100_000)
    starts_on = _day("Enter the first day.")
    ends_on = _day("Enter the last day.")

    def clean_children(self) -> list[str]:
        """Divide the identifiers at commas, semicolons and lines, which no identifier holds."""
        return [part.strip() for part in re.split(r"[,;\r\n]+", self.cleaned_data["children"]) if part.strip()]

    def clean(self) -> dict[str, Any]:
        """Hold the days to their order, and to a year."""
        cleaned: dict[str, Any] = {**(super().clean() or {})}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", f"The last day must not be before the first, {say_date(first)}.")
        elif first and last and last - first > timedelta(days=366):
            self.add_error("ends_on", "A sample is seen for a year at most.")
        elif last and last < localdate():
            self.add_error("ends_on", f"The last day must not be before today, {say_date(localdate())}.")
        return cleaned
