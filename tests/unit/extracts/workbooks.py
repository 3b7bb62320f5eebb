"""Annex A workbooks for the tests, written from what Ofsted's guidance says of each column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from lightwell.extracts.annex_a_lists import LISTS, columns_of

Cells = Mapping[str, Any]

PERSON: Cells = {
    "Child Unique ID": "C1",
    "Gender": "b) Female",
    "Ethnicity": "a) WBRI",
    "Date of Birth": date(2010, 3, 9),
    "Age of Child (Years)": 13,
}
WORK: Cells = {"Allocated Team": "North Safeguarding", "Allocated Worker": "A Worker"}

GOOD: Mapping[int, Cells] = {
    1: {**PERSON, "Date of Contact": "05/01/2024", "Contact Source": "e) 2A: Schools"},
    2: {
        **PERSON,
        "Assessment start date": "2023-11-01",
        "Assessment completion date": datetime(2023, 12, 1, tzinfo=UTC).replace(tzinfo=None),
        "Organisation completing assessment": "School",
    },
    3: {
        **PERSON,
        **WORK,
        "Date of referral": 45296,  # 5 January 2024 as Excel counts days
        "Referral Source": "r) 6: Police",
        "Referral NFA?": "b) No",
        "Number of Referrals in Last 12 Months": 0,
    },
    4: {
        **PERSON,
        **WORK,
        "Does the Child have a Disability": "b) No",
        "Continuous Assessment Start Date": "05-Jan-2024",
        "Child Seen During Continuous Assessment": "a) Yes",
        "Continuous Assessment Date of Authorisation": None,
        "Was the child assessed as requiring LA children’s social care support": "a) Yes",
    },
    5: {
        **PERSON,
        **WORK,
        "Does the Child have a Disability": "c) Unknown",
        "Strategy discussion initiating Section 47 Enquiry Start Date": "08/01/2024",
        "Was an Initial Child Protection Conference deemed unnecessary?": "b) No",
        "Date of Initial Child Protection Conference": "20/01/2024",
        "Did the Initial Child Protection Conference Result in a Child Protection Plan": "a) Yes",
        "Number of Section 47 Enquiries in the last 12 months": 0,
        "Number of ICPCs in the last 12 months": 0,
    },
    6: {
        **PERSON,
        **WORK,
        "Does the Child have a Disability": "b) No",
        "CIN Start Date": "05/01/2024",
        "Primary Need Code": "N1 - Abuse or neglect",
        "Date Child Was Last Seen": "25/01/2024",
        "Case status": "c) Child in need plan",
    },
    7: {
        **PERSON,
        **WORK,
        "Does the Child have a Disability": "b) No",
        "Child Protection Plan Start Date": "20/01/2024",
        "Initial Category of Abuse": "a) Neglect",
        "Latest Category of Abuse": "d) Emotional abuse",
        "Date of the Last Statutory Visit": "29/01/2024",
        "Was the Child Seen Alone?": "a) Yes",
        "Date of latest review conference": "30/01/2024",
        "Number of Previous Child Protection Plans": 1,
    },
    8: {
        **PERSON,
        **WORK,
        "Child Unique ID": "C2",
        "Allocated Worker": "B Worker",
        "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)": "b) No",
        "Date Started to be Looked After": "01/06/2023",
        "Child's Category of Need": "N1 - Abuse or neglect",
        "Start date of current legal status": "01/09/2023",
        "Child's Legal Status": "C2: FCO",
        "Date of Latest Statutory Review": "10/01/2024",
        "Date of Last Social Work Visit": "15/01/2024",
        "What is the permanence plan for this child?": "f) Long-term fostering",
        "Date of Last Health Assessment": "01/12/2023",
        "Date of Last Dental Check": "02/12/2023",
        "Number of Placements in the Last 12 months": 1,
        "Start Date of Most Recent Placement": "01/06/2023",
        "Placement Type": "f) U6: Foster placement - not FFA",
        "Placement Provider": "b) PR1: Own provision",
        "Placement postcode": "ZZ1 1ZZ",
        "Placement Location": "a) In",
    },
    9: {
        **PERSON,
        **WORK,
        "Child Unique ID": "C3",
        "Date of Birth": date(2005, 5, 20),
        "Age of Child (Years)": 18,
        "Eligibility Category": "b) Former relevant child",
        "LA In Touch": "a) Yes",
        "Type of Accommodation": "U: Independent living",
        "Suitability of Accommodation": "a) Suitable",
        "Activity Status": "F2: Full time in education other than higher",
    },
    10: {
        **PERSON,
        "Child Unique ID": "C4",
        "Date of Decision that Child Should be Placed for Adoption": "01/08/2023",
        "Date of Placement Order": "01/10/2023",
    },
    11: {
        "Individual adopter identifier": "AD1",
        "Gender": "c) Neither",
        "Ethnicity": "a) WBRI",
        "Disability": "b) No",
        "Is the (prospective) adopter fostering for adoption?": "b) No",
        "Date enquiry received": "01/07/2023",
        "Reason for leaving adoption process": "1 - Adopter withdrew from process",
    },
}
"""One good row for each list."""


def write(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """Write a workbook of sheets, each a list of rows of cells."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def list_rows(number: int, *rows: Cells) -> list[list[Any]]:
    """Give the heading of one list and rows under it, their cells by heading."""
    headings = [column.heading for column in columns_of(number)]
    for row in rows:
        assert set(row) <= set(headings), set(row) - set(headings)
    return [list(headings), *([row.get(heading) for heading in headings] for row in rows)]


def annex_a(path: Path, rows: Mapping[int, Sequence[Cells]] | None = None) -> Path:
    """Write a workbook of all eleven lists, with one good row in each, or with the rows given in place of that."""
    given = rows or {}
    return write(
        path,
        {f"List {spec.number}": list_rows(spec.number, *given.get(spec.number, [GOOD[spec.number]])) for spec in LISTS},
    )
