"""One value at a time: how days, codes, flags and numbers are written in real files."""

from __future__ import annotations

from datetime import date

import pytest

from lightwell.extracts.values import BLANKS, DateOrder, Reader, Unreadable, read_number, read_whole
from lightwell.journey import CodeSet, codes

MARCH = date(2026, 3, 9)


@pytest.mark.parametrize(
    "text",
    [
        "09/03/2026", "9/3/2026", "09-03-2026", "09.03.2026", "9 March 2026", "09-Mar-2026", "9-MAR-2026", "9th March 2026", "2026-03-09",
        "2026/03/09", "2026-03-09 00:00:00", "2026-03-09T00:00:00Z", "09/03/2026 00:00", "09/03/2026 14:05:59", "9/3/2026 2:05:00 PM",
    ],
)  # fmt: skip
def test_a_day_is_read_day_first_and_iso_always(text: str) -> None:
    assert Reader().day(text) == MARCH


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("09/03/26", "has a year of two digits, which could be of either century"),
        ("9-Mar-26", "has a year of two digits, which could be of either century"),
        ("31/02/2026", "is not a day of the calendar"),
        ("03/25/2026", "is not a day of the calendar"),
        ("2026-13-01", "is not a day of the calendar"),
        ("01/01/1899", "is outside the years 1900 to 2100"),
        ("01/01/2101", "is outside the years 1900 to 2100"),
        ("9 Mars 2026 or so", "is not a date"),
        ("9 Mrz 2026", "is not a date"),
        ("46090", "is not a date"),
        ("yesterday", "is not a date"),
        ("=TODAY()", "is not a date"),
        ("٠٩/٠٣/٢٠٢٦", "is not a date"),
    ],
)
def test_a_day_that_cannot_be_read_says_why_and_what_to_do(text: str, what: str) -> None:
    with pytest.raises(Unreadable) as caught:
        Reader().day(text)
    assert caught.value.what == what
    assert caught.value.remedy.endswith(".")


@pytest.mark.parametrize(("order", "text"), [("month_first", "03/09/2026"), ("iso", "2026-03-09"), ("month_first", "9 Mar 2026")])
def test_the_order_of_day_and_month_can_be_said(order: DateOrder, text: str) -> None:
    assert Reader(dates=order).day(text) == MARCH


def test_where_only_iso_is_written_a_day_with_slashes_is_not_guessed_at() -> None:
    with pytest.raises(Unreadable, match="is not written as year-month-day"):
        Reader(dates="iso").day("09/03/2026")


def test_in_a_workbook_a_day_may_be_a_number() -> None:
    reader = Reader(serials=True)
    assert reader.day("46090") == MARCH
    assert reader.day("46090.75") == MARCH
    assert reader.day("61") == date(1900, 3, 1)
    with pytest.raises(Unreadable, match="outside the years"):
        reader.day("999999")


@pytest.mark.parametrize(
    ("code_set", "text", "code"),
    [
        (codes.SEX, "Male", "1"),
        (codes.SEX, "a) Male", "1"),
        (codes.SEX, "B) FEMALE", "2"),
        (codes.SEX, "1", "1"),
        (codes.SEX, "c) Not stated/recorded (or unborn)", "0"),
        (codes.ETHNICITY, "wbri", "WBRI"),
        (codes.ETHNICITY, "a) WBRI", "WBRI"),
        (codes.ETHNICITY, "WBRI - White British", "WBRI"),
        (codes.SOURCES, "e) 2A: Schools", "2A"),
        (codes.SOURCES, "u) 10: Unknown", "10"),
        (codes.SOURCES, "Police", "6"),
        (codes.NEEDS, "N2 - Child’s disability", "N2"),
        (codes.NEEDS, "Child’s  disability", "N2"),
        (codes.PLACEMENT_TYPES, "zz) T4: Temporary placement - seven days or less", "T4"),
        (codes.CARE_ENDS, "e) E4A: Returned home to live with parents or relatives - part of planning", "E4A"),
        (codes.CARE_ENDS, "u) X1:CodeError", "X1"),
        (codes.ADOPTER_REASONS, "2 - Process put on hold", "2"),
        (codes.VISIT_MODES, "Face to Face", "face_to_face"),
        (codes.DISABILITIES, "NONE", "NONE"),
    ],
)
def test_a_code_is_known_by_itself_its_label_its_other_names_and_after_a_letter(code_set: CodeSet, text: str, code: str) -> None:
    assert Reader().code(code_set, text) == code


@pytest.mark.parametrize("code_set", codes.ALL, ids=lambda each: each.name)
def test_every_code_and_label_of_every_set_is_read_as_itself(code_set: CodeSet) -> None:
    for code, label in code_set.labels.items():
        assert Reader().code(code_set, code) == code
        assert Reader().code(code_set, code.swapcase()) == code
        assert Reader().code(code_set, f"{code} - {label}") == code
        others = [each for each in code_set.labels if each.lower() == label.lower()]
        assert Reader().code(code_set, label) == (others[0] if others else code)


def test_no_code_is_read_as_blank() -> None:
    assert not BLANKS & {code for code_set in codes.ALL for code in code_set.labels}


def test_an_unknown_code_is_told_with_the_codes_that_there_are() -> None:
    with pytest.raises(Unreadable) as caught:
        Reader().code(codes.HEALTH_KINDS, "annual")
    assert caught.value.what == "is not a code of the list “Kind of health assessment”"
    assert caught.value.remedy == "Use one of initial, review; or map what the source writes to one of them."


@pytest.mark.parametrize(
    ("text", "value"),
    [("Yes", True), ("n", False), ("1", True), ("0", False), ("TRUE", True), ("a) Yes", True), ("b) No", False), ("c) Unknown", None)],
)
def test_a_flag_is_yes_no_or_not_known(text: str, value: bool | None) -> None:
    assert Reader().flag(text) is value


def test_a_flag_of_other_words_can_be_mapped() -> None:
    assert Reader(spellings={"seen": "yes"}).flag("Seen") is True
    with pytest.raises(Unreadable, match="is neither yes nor no"):
        Reader().flag("seen")


@pytest.mark.parametrize(("text", "value"), [("42", 42), ("-1", -1), ("3.0", 3), ("+7", 7)])
def test_a_whole_number(text: str, value: int) -> None:
    assert read_whole(text) == value


@pytest.mark.parametrize("text", ["3.5", "1,000", "1_000", "1e3", "٣", "two", "3000000000"])
def test_what_is_not_a_whole_number(text: str) -> None:
    with pytest.raises(Unreadable):
        read_whole(text)


@pytest.mark.parametrize(("text", "value"), [("0.6", 0.6), ("1", 1.0), (".5", 0.5), ("1.5e2", 150.0)])
def test_a_number(text: str, value: float) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize("text", ["inf", "1,5", "0x10", "1e999", "1_0"])
def test_what_is_not_a_number(text: str) -> None:
    with pytest.raises(Unreadable):
        read_number(text)
