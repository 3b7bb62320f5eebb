"""The record model says everything once, and says it completely."""

from __future__ import annotations

import pytest

from lightwell.errors import NotFound
from lightwell.journey import RECORDS, codes, record_named

TABLES = {record.table for record in RECORDS}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.table)
def test_every_column_has_a_meaning_and_what_it_refers_to_exists(record: type) -> None:
    found = record_named(record.table)  # type: ignore[attr-defined]
    assert found.__doc__
    for column in found.columns:
        assert column.meaning.endswith((".", ")."))
        assert column.refers_to in TABLES | {""}
        assert (column.kind == "code") == (column.codes is not None)


def test_codes_are_unique_under_any_spelling() -> None:
    for code_set in codes.ALL:
        assert set(code_set.aliases.values()) <= set(code_set.labels)
        assert code_set.source


def test_names_addresses_and_days_of_birth_are_identifying() -> None:
    identifying = {(record.table, column.name) for record in RECORDS for column in record.columns if column.identifying}
    wanted = {"given_name", "family_name", "born_on", "expected_on", "died_on", "postcode", "upn"}
    assert identifying == {("people", name) for name in wanted} | {("placements", "postcode")}


def test_an_unknown_record_type_is_met_with_those_that_exist() -> None:
    with pytest.raises(NotFound, match="The record types are people"):
        record_named("persons")
