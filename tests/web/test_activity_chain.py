"""The record of activity is one chain: whatever is done to it behind Lightwell's back is found."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import now

from lightwell.store import Home
from lightwell.web.activity import actions, anchors, changing, keys, triggers
from lightwell.web.activity.models import Activity, ActivityChild, ActivityHead
from lightwell.web.activity.sealing import Entry, canonical
from lightwell.web.activity.verifying import verify

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_home(settings: Any, tmp_path: Path) -> Home:
    """A home of its own: its keys and anchors are those of one test."""
    home = Home(tmp_path / "home")
    home.make()
    (home.path / "web").mkdir()
    settings.HOME = home
    return home


@pytest.fixture
def eight() -> int:
    """Eight entries, each naming two children; the end is anchored at the fifth and the eighth."""
    for number in range(1, 9):
        actions.record(person=f"person{number}", action="read_list", subject="cp_plans", named=[f"C{number}", f"D{number}"])
        if number in (5, 8):
            changing.anchor()
    assert verify().whole
    return 8


def sql(*statements: str) -> None:
    """What somebody with every right in the database does: the triggers go first."""
    triggers.drop()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def first_problem() -> tuple[int, str]:
    """The first problem, beside that the triggers are gone."""
    found = verify()
    assert not found.whole
    assert any("does not refuse changes" in each.what for each in found.problems)
    return found.problems[0].number, found.problems[0].what


CHANGED = "changed after it was written"
TAMPERED = {
    "a person": (["update activity_activity set person = 'other' where number = 4"], 4, CHANGED),
    "a moment": (["update activity_activity set at = '2020-01-01 00:00:00+00:00' where number = 4"], 4, CHANGED),
    "why": (["update activity_activity set why = 'x' where number = 8"], 8, CHANGED),
    "how many": (["update activity_activity set children = 1 where number = 4"], 4, CHANGED),
    "a seal": (["update activity_activity set seal = repeat('0', 64) where number = 4"], 4, "inserted"),
    "a child taken away": (["delete from activity_activitychild where child = 'C3'"], 3, CHANGED),
    "a child put in": (["insert into activity_activitychild (entry, child) values (3, 'C9')"], 3, CHANGED),
    "a child renamed": (["update activity_activitychild set child = 'E3' where child = 'C3'"], 3, CHANGED),
    "removed": (["delete from activity_activity where number = 4"], 5, "1 entry was removed before it, from number 4"),
    "the first removed": (["delete from activity_activity where number < 3"], 3, "2 entries were removed before it, from number 1"),
    "removed and closed up": (
        [
            "delete from activity_activity where number = 4",
            "delete from activity_activitychild where entry = 4",
            *(f"update activity_activity set number = {at - 1} where number = {at}" for at in range(5, 9)),
            *(f"update activity_activitychild set entry = {at - 1} where entry = {at}" for at in range(5, 9)),
        ],
        4,
        "moved up",
    ),
    "inserted": (
        [
            "update activity_activity set number = 10 where number = 8",
            "insert into activity_activity (number, at, person, action, subject, page, why, snapshot, key, before, seal) "
            "select 8, at, person, action, subject, page, why, snapshot, key, before, repeat('1', 64) "
            "from activity_activity where number = 10",
        ],
        8,
        "inserted",
    ),
    "inserted after the end": (
        [
            "insert into activity_activity (number, at, person, action, subject, page, why, snapshot, key, before, seal) "
            "select 9, at, person, action, subject, page, why, snapshot, key, seal, repeat('1', 64) from activity_activity where number = 8"
        ],
        9,
        "inserted after the end",
    ),
    "reordered": (
        [
            "update activity_activity set number = -5 where number = 5",
            "update activity_activity set number = 5 where number = 6",
            "update activity_activity set number = 6 where number = -5",
        ],
        5,
        "put in another order: it was written right after what now stands as entry 6",
    ),
    "cut off": (["delete from activity_activity where number > 6"], 7, "2 entries were cut off the end"),
    "everything": (["delete from activity_activity", "delete from activity_activityhead"], 1, "on"),
    "the mark of the end removed": (["delete from activity_activityhead"], 8, "mark was removed"),
}


@pytest.mark.parametrize("how", TAMPERED)
@pytest.mark.usefixtures("eight")
def test_tampering_is_found_where_it_was_done(how: str) -> None:
    statements, number, said = TAMPERED[how]
    if connection.vendor == "sqlite":
        statements = [each.replace("repeat('0', 64)", f"'{'0' * 64}'").replace("repeat('1', 64)", f"'{'1' * 64}'") for each in statements]
    sql(*statements)
    found = first_problem()
    assert found[0] == number
    assert said in found[1]


@pytest.mark.usefixtures("eight")
def test_cut_off_with_the_mark_put_back_is_found_by_the_anchor() -> None:
    before = ActivityHead.objects.get()
    actions.record(person="late", action="read_child", subject="C1", named=["C1"])
    changing.anchor()
    sql("delete from activity_activity where number = 9", "delete from activity_activitychild where entry = 9")
    before.save()
    assert first_problem()[1].startswith("Entries were cut off the end: on ")
    actions.record(person="again", action="signed_in")
    assert "written anew" in first_problem()[1]


@pytest.mark.usefixtures("eight")
def test_a_forged_end_is_found_and_the_next_entry_says_so_for_good() -> None:
    last = Activity.objects.get(number=6)
    sql("delete from activity_activity where number > 6", f"update activity_activityhead set number = 6, seal = '{last.seal}'")
    assert first_problem() == (6, "The mark of the end of the chain was forged: it was not written by Lightwell.")
    actions.record(person="next", action="signed_in")
    assert list(Activity.objects.filter(number__gt=6).values_list("action", flat=True)) == ["chain_end_was_lost", "signed_in"]
    assert first_problem()[0] == 7


@pytest.mark.usefixtures("eight")
def test_a_line_of_the_anchors_that_we_did_not_write_is_told() -> None:
    anchors.file().write_text(anchors.file().read_text().replace(" 8 ", " 7 "))
    assert verify().problems[0].what == "A line of activity_anchors was not written by Lightwell."


@pytest.mark.parametrize(
    "statement",
    [
        "update activity_activity set why = ''", "delete from activity_activity", "update activity_activitychild set child = ''",
        "delete from activity_activitychild where child = 'C1'",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("eight")
def test_the_database_refuses(statement: str) -> None:
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert verify().whole


@pytest.mark.usefixtures("eight")
def test_a_new_key_seals_what_follows_and_the_old_one_proves_what_it_sealed(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("activity", "--new-key")
    actions.record(person="later", action="signed_in")
    assert len({row.key for row in Activity.objects.all()}) == 2
    call_command("activity", "--verify")
    assert "is whole: 10 entries" in capsys.readouterr().out
    assert Activity.objects.get(action="verified_activity").why == "whole"
    lines = keys.file().read_text().splitlines()
    keys.file().write_text(lines[1] + "\n")
    with pytest.raises(CommandError, match=r"broken at entry 1: It was sealed with the key \w+, which is not in activity_keys"):
        call_command("activity", "--verify")


def test_two_entries_are_never_the_same_bytes_and_the_order_of_children_makes_no_difference() -> None:
    made = Entry(1, now(), "a", "b", "c", "d", "e", "f", None, "k", "0", ("C1", "C2"))
    moved = Entry(1, made.at, "a", "b", "cd", "", "e", "f", None, "k", "0", ("C1", "C2"))
    turned = Entry(1, made.at, "a", "b", "c", "d", "e", "f", None, "k", "0", ("C2", "C1"))
    assert canonical(made) == canonical(turned) != canonical(moved)


def test_what_is_rolled_back_leaves_no_gap() -> None:
    with transaction.atomic():
        actions.record(person="p", action="signed_in")
        transaction.set_rollback(True)
    actions.record(person="p", action="signed_out")
    assert [row.number for row in Activity.objects.all()] == [1]
    assert verify().entries == 1


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_make_one_chain() -> None:
    failed: list[BaseException] = []

    def write(name: str) -> None:
        try:
            for number in range(6):
                actions.record(person=name, action="read_list", named=[f"{name}{number}", "C1"])
        except BaseException as error:  # told to the test, whose thread is another
            failed.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(f"w{number}",)) for number in range(4)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert failed == []
    assert [row.number for row in Activity.objects.all()] == list(range(1, 25))
    assert ActivityChild.objects.filter(child="C1").count() == 24
    assert verify().whole
    assert len(anchors.read()) == 1
    assert now() - Activity.objects.get(number=24).at < timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
def test_what_was_recorded_before_there_was_a_chain_is_put_into_it(settings: Any) -> None:
    triggers.drop()
    call_command("migrate", "activity", "0001", verbosity=0)
    with connection.cursor() as cursor:
        for name, action, subject in (("a", "signed_in", ""), ("b", "read_child", "C7")):
            children = 1 if subject else None
            cursor.execute(
                "insert into activity_activity (at, person, action, subject, page, why, snapshot, children) "
                "values ('2026-01-02 03:04:05.678901+00:00', %s, %s, %s, '', '', '', %s)",
                [name, action, subject, children],
            )
    call_command("migrate", "activity", verbosity=0)
    assert list(ActivityChild.objects.values_list("entry", "child")) == [(2, "C7")]
    assert list(Activity.objects.values_list("number", "action")) == [(1, "signed_in"), (2, "read_child"), (3, "sealed_earlier_entries")]
    actions.record(person="a", action="signed_out")
    assert verify().whole
    assert verify().entries == 4
