"""A council's own recording rules: what is taken, and everything that is refused, with its file and rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lightwell.checks.recording import recording_rules
from lightwell.errors import Refused

HOW_TO = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "add-a-recording-rule.md"

GOOD = """
- code: {code}
  title: Visit by telephone
  severity: query
  message: The visit was made by telephone. See the child.
  table: visits
  fields: [mode]
  {sql}
  finds:
    - {{visits: [{{happened_on: 2024-01-02, purpose: in_care, mode: telephone}}]}}
    - {{visits: [{{happened_on: 2024-01-31, purpose: in_care, mode: telephone}}]}}
  passes:
    - {{visits: [{{happened_on: 2024-01-02, purpose: in_care, mode: virtual}}]}}
    - {{visits: [{{happened_on: 2024-01-02, purpose: in_care}}]}}
"""


def rule(sql: str = "where: mode = 'telephone'", code: str = "our_telephone_visit") -> str:
    return GOOD.format(code=code, sql=sql)


def refused(folder: Path, **files: str) -> list[str]:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as caught:
        recording_rules(folder)
    return [str(problem) for problem in caught.value.problems]


def test_own_rules_come_after_those_shipped(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text(rule(), encoding="utf-8")
    found = recording_rules(tmp_path)
    assert found[-1].code == "our_telephone_visit"
    assert found[-1].own
    assert found[:-1] == recording_rules()
    assert found[-1].needs == {"visits.mode"}


def test_the_rules_of_the_how_to_are_sound(tmp_path: Path) -> None:
    blocks = re.findall(r"```yaml file=practice/checks/(\S+)\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), flags=re.DOTALL)
    for name, text in blocks:
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert len([each for each in recording_rules(tmp_path) if each.own]) == 2


def test_all_problems_are_named_at_once_with_file_and_rule(tmp_path: Path) -> None:
    said = refused(
        tmp_path,
        shipped=rule(code="visit_not_authorised"),
        twice=rule() + rule(),
        key=rule("wher: mode = 'telephone'", "our_key"),
        column=rule("where: mood = 'telephone'", "our_column"),
        limit=rule("where: happened_on < still_within('our_days')", "our_limit"),
        broken="- code: [",
    )
    told = "\n".join(said)
    assert "shipped.yaml, rule visit_not_authorised: The code visit_not_authorised is taken by the rule that comes with Lightwell" in told
    assert "twice.yaml, rule our_telephone_visit: The code our_telephone_visit is taken by the rule of the same code in twice.yaml" in told
    assert "key.yaml, rule our_key: There is no key “wher”." in told
    assert "column.yaml, rule our_column: The table visits has no column “mood”." in told
    assert "limit.yaml, rule our_limit: There is no limit “our_days”." in told
    assert "broken.yaml: It cannot be read as YAML" in told


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("query: select id, child from read_parquet('x.parquet')", "is not a table of the journey"),
        ("query: select id, child from 'x.csv'", "which is neither its “table” nor among its “reads”"),
        ("query: select id, child from referrals", "It reads “referrals”"),
        ("query: select id, child from main.visits", "is not a table of the journey"),
        ("query: select id, child, getenv('HOME') as detail from visits", "uses a function that rules may not use"),
        ("query: select id, child from visits where mode = (select content from read_text('x'))", "is not a table of the journey"),
        ("query: delete from visits", "must be one SELECT"),
        ("query: select id, child from visits; drop table visits", "It must be one statement."),
        ("query: attach 'x.db'", "must be one SELECT"),
        ("query: select id from visits", "it lacks child"),
        ("query: select * from visits", "must give the columns id and child by name"),
        ("query: select id, child, worker from visits", "“query” gives worker"),
        ("where: mode = 'telephone') or (1 = 1", "cannot be read as SQL"),
        ("where: id in (select id from referrals)", "It reads “referrals”"),
        ("where: mode = current_setting('threads')", "uses a function that rules may not use"),
        ("where: mode =", "cannot be read as SQL"),
        ("where: select 1", "“where” is not one condition."),
        ("where: drop table visits", "“where” is not one condition."),
        ("query: select v.id, v.child from visits v, range(10)", "is not a table of the journey"),
    ],
)
def test_sql_that_does_more_than_look_is_refused(tmp_path: Path, sql: str, said: str) -> None:
    problems = refused(tmp_path, ours=rule(f'{sql.partition(":")[0]}: "{sql.partition(": ")[2]}"'))
    assert any(said in problem for problem in problems), problems
    assert all(problem.startswith("ours.yaml, rule our_telephone_visit: ") for problem in problems)


def test_names_cannot_be_given_as_detail(tmp_path: Path) -> None:
    query = "select v.id, v.child, i.family_name as detail from visits v join identity_people i on i.child = v.child"
    sql = f'query: "{query}"\n  reads: [people]'
    assert "can give no “detail”" in "".join(refused(tmp_path, ours=rule(sql)))


def test_a_case_that_comes_out_otherwise_is_refused(tmp_path: Path) -> None:
    problems = refused(tmp_path, ours=rule("where: mode = 'virtual'"))
    assert len(problems) == 3
    assert "A case found rows [] of visits and should find [0]" in problems[0]


def test_a_query_that_cannot_run_is_refused(tmp_path: Path) -> None:
    problems = refused(tmp_path, ours=rule('query: "select id, child from visits where happened_on = mode + 1"'))
    assert all("The rule could not be run on its cases" in problem for problem in problems)


@pytest.mark.parametrize(
    ("was", "is_now", "said"),
    [
        ("severity: query", "severity: grave", "The severity is one of error, query."),
        ("fields: [mode]", "fields: [mood]", "The table visits has no column “mood”."),
        ("table: visits", "table: visit", "There is no record type “visit”."),
        ("mode: virtual", "mode: by post", "which is not among the codes of How a visit was made"),
        ("happened_on: 2024-01-31", "happened_on: 31/01/2024", "it must be a day, as 2024-01-31"),
        ("    - {visits: [{happened_on: 2024-01-02, purpose: in_care}]}\n", "", "“passes” needs 2 cases at least"),
        ("message: The", "remark: The", "It lacks message."),
        ("fields: [mode]", "fields: mode", "“fields” must be a list."),
        ("fields: [mode]", "fields: [mode]\n  needs: [visits.mood]", "“visits.mood” is not a column of a record type"),
    ],
)
def test_an_entry_that_is_not_as_it_should_be_is_refused(tmp_path: Path, was: str, is_now: str, said: str) -> None:
    assert was in rule()
    assert said in "\n".join(refused(tmp_path, ours=rule().replace(was, is_now)))


def test_a_limit_of_its_own_is_dated_and_may_not_be_one_that_stands(tmp_path: Path) -> None:
    limit = "{}: {{unit: days, meaning: Ours., values: [{{from: 2020-01-01, value: 3}}], source: Ours}}\n"
    own = rule("where: mode = 'telephone' and happened_on <= still_within('our_days')").replace("2024-01-31", "2024-01-28")
    (tmp_path / "ours.yaml").write_text(own, encoding="utf-8")
    (tmp_path / "parameters.yaml").write_text(limit.format("our_days"), encoding="utf-8")
    assert [each.name for each in recording_rules(tmp_path)[-1].limits] == ["our_days"]
    said = refused(tmp_path, parameters=limit.format("our_days") + limit.format("care_visit_days"))
    assert said == ["parameters.yaml: The limit care_visit_days is already defined. Give it another name."]
