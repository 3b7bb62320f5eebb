"""The form with which an extract is uploaded."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.utils.timezone import localdate

from lightwell.extracts.opening import say_kind
from lightwell.extracts.ssda903_xml import is_xml
from lightwell.periods import FIRST_DAY, say_date
from lightwell.web.data.arriving import Arrived
from lightwell.web.data.files import harmless_name

_LOOKED_AT = 1024 * 1024
_MOST_OF_A_MAPPING = 1024 * 1024


class UploadForm(forms.Form):
    """A zip of tables, with a mapping or without, an Annex A workbook or a statutory return; and the day on which it was taken.

    After `is_valid`, `cleaned_data` has `extract`, `mapping` and `last_year` (each an `Arrived`, or None), `extract_name`, `mapping_name`,
    `last_year_name` and `as_at`.
    """

    extract = forms.FileField(
        error_messages={"required": "Choose the file of the extract.", "empty": "The file is empty. Take the extract again."}
    )
    mapping = forms.FileField(required=False, error_messages={"empty": "The mapping is empty. Leave it out, or choose another."})
    last_year = forms.FileField(
        required=False, error_messages={"empty": "The file of the year before is empty. Leave it out, or take it again."}
    )
    day = forms.CharField(required=False, max_length=20)
    month = forms.CharField(required=False, max_length=20)
    year = forms.CharField(required=False, max_length=20)

    def clean_extract(self) -> Arrived:
        """Look at what the file is, whatever it is called."""
        return _looked_at(self.cleaned_data["extract"], "Choose a zip of CSV or Parquet files, an Annex A workbook (.xlsx), or a return.")

    def clean_last_year(self) -> Arrived | None:
        """Look at what the return of the year before is."""
        arrived: Arrived | None = self.cleaned_data.get("last_year")
        return _looked_at(arrived, "Choose a zip of the CSV files of the SSDA903, or the return as XML.") if arrived else None

    def clean_mapping(self) -> Arrived | None:
        """Take a mapping that is text and not too long; what it says is checked when the extract is read."""
        arrived: Arrived | None = self.cleaned_data.get("mapping")
        if arrived is None:
            return None
        if arrived.size is None or arrived.size > _MOST_OF_A_MAPPING:
            raise forms.ValidationError("The mapping is larger than 1 MB. Choose the file mapping.yaml.")
        arrived.seek(0)
        try:
            arrived.read().decode("utf-8")
        except UnicodeDecodeError:
            raise forms.ValidationError("The mapping is not text in UTF-8. Choose the file mapping.yaml.") from None
        return arrived

    def clean(self) -> dict[str, Any]:
        """Put the day together, and give the files names that are safe to keep them under."""
        cleaned: dict[str, Any] = {**(super().clean() or {})}
        cleaned["as_at"] = self._day()
        if extract := cleaned.get("extract"):
            cleaned["extract_name"] = harmless_name(extract.name, _ending(extract))
        last_year = cleaned.get("last_year")
        cleaned["last_year_name"] = harmless_name(last_year.name, _ending(last_year)) if last_year else ""
        mapping = cleaned.get("mapping")
        cleaned["mapping_name"] = harmless_name(mapping.name, ".yaml") if mapping else ""
        return cleaned

    def _day(self) -> date | None:
        parts = [self.data.get(name, "").strip() for name in ("year", "month", "day")]
        if not any(parts):
            self.add_error("day", "Enter the day on which the extract was taken.")
            return None
        found: date | None = None
        if all(part.isascii() and part.isdigit() for part in parts) and len(parts[0]) == 4:
            with contextlib.suppress(ValueError):
                found = date(*map(int, parts))
        if found is None:
            self.add_error("day", "This is not a day of the calendar. Write it as in 31 1 2024.")
        elif not FIRST_DAY <= found <= localdate():
            self.add_error("day", f"The day must be between {say_date(FIRST_DAY)} and today, {say_date(localdate())}.")
        return found


def _looked_at(arrived: Arrived, remedy: str) -> Arrived:
    """Give a file that begins as a zip, a workbook or XML does; any other is refused, saying what it is."""
    arrived.seek(0)
    head = arrived.read(_LOOKED_AT)
    if not head.startswith(b"PK") and not is_xml(head):
        raise forms.ValidationError(f"This is {say_kind(head).replace('neither a folder, a zip', 'neither a zip')}. {remedy}")
    return arrived


def _ending(arrived: Arrived) -> str:
    """Give the ending that a file's content calls for, as far as its name agrees; the content decides when it is read."""
    given = PurePosixPath(arrived.name or "").suffix.lower()
    arrived.seek(0)
    if is_xml(arrived.read(_LOOKED_AT)):
        return ".xml"
    return given if given in (".zip", ".xlsx") else ".zip"
