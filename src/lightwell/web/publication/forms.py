"""The forms with which a publication, or a members' pack, is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from lightwell.periods import Month

LONGEST_ERRATUM = 600


class MonthForm(forms.Form):
    """Which month."""

    month = forms.ChoiceField(error_messages={"required": "Choose a month.", "invalid_choice": "Choose one of the months."})

    def __init__(self, *args: Any, months: Sequence[Month], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(str(month), month.name) for month in months]  # type: ignore[attr-defined]  # a choice field

    def clean_month(self) -> Month:
        """Give the month itself."""
        return Month.parse(self.cleaned_data["month"])


class PublicForm(MonthForm):
    """A month to be published; an erratum says to readers why what was printed is corrected."""

    kind = forms.ChoiceField(
        choices=[("first", "first"), ("erratum", "erratum")],
        error_messages={"required": "Say whether it corrects what was published.", "invalid_choice": "Choose one of the two."},
    )
    erratum = forms.CharField(
        required=False,
        strip=True,
        max_length=LONGEST_ERRATUM,
        error_messages={
            "max_length": f"Say it in {LONGEST_ERRATUM} letters or fewer.",
            "null_characters_not_allowed": "Write it in letters.",
        },
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of an erratum, and take none without one."""
        cleaned: dict[str, Any] = {**(super().clean() or {})}
        if cleaned.get("kind") == "erratum" and not cleaned.get("erratum") and "erratum" not in self.errors:
            self.add_error("erratum", "Say for readers what was wrong, and why it is corrected.")
        if cleaned.get("kind") == "first" and cleaned.get("erratum"):
            self.add_error("kind", "You wrote a reason. Choose the erratum, or take the reason out.")
        return cleaned


class MembersForm(MonthForm):
    """A month that was published, and the committee whose members' pack is made."""

    committee = forms.ChoiceField(error_messages={"required": "Choose a committee.", "invalid_choice": "Choose one of the committees."})

    def __init__(self, *args: Any, committees: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["committee"].choices = [(name, name) for name in committees]  # type: ignore[attr-defined]  # a choice field
