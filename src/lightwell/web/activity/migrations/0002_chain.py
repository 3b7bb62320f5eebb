"""Entries become one sealed chain; those that are there are put into it in their order."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations, models
from django.utils.timezone import now

from lightwell.web.activity import keys
from lightwell.web.activity.sealing import BEGINNING, Entry, mark_of, seal_of

ABOUT_A_CHILD = (
    "read_child", "read_findings_of_child", "acknowledged_findings", "took_back_acknowledgement", "restricted_child", "ended_access",
    "changed_restriction", "lifted_restriction", "named_person", "gave_access", "took_access", "reviewed_access",
)  # fmt: skip
"""Actions whose subject was the identifier of the one child whom the entry names."""


def put_into_the_chain(apps: Any, schema_editor: Any) -> None:
    """Number and seal what was recorded before there was a chain, and say in an entry of its own that it was sealed only then."""
    using = schema_editor.connection.alias
    activity, child, head = (apps.get_model("activity", name) for name in ("Activity", "ActivityChild", "ActivityHead"))
    if not activity.objects.using(using).exists():
        return
    name, key = keys.newest()
    number, before = 0, BEGINNING
    for row in activity.objects.using(using).order_by("id").iterator(chunk_size=1000):
        named = (row.subject,) if row.action in ABOUT_A_CHILD and row.children == 1 and row.subject else ()
        number += 1
        row.number, row.before, row.key = number, before, name
        row.seal = before = _seal(row, named, key)
        row.save()
        child.objects.using(using).bulk_create([child(entry=number, child=each) for each in named])
    why = f"The {number} entries before this one were written before entries were sealed, and were sealed together now."
    last = activity(
        number=number + 1, at=now(), person="Lightwell", action="sealed_earlier_entries", why=why, key=name, before=before, snapshot=""
    )
    last.seal = _seal(last, (), key)
    last.save(using=using)
    mark = mark_of("head", (last.number, last.seal, name), key)
    head.objects.using(using).create(pk=1, number=last.number, seal=last.seal, key=name, mark=mark)


def _seal(row: Any, named: tuple[str, ...], key: bytes) -> str:
    given = (row.number, row.at, row.person, row.action, row.subject, row.page, row.why, row.snapshot, row.children, row.key, row.before)
    return seal_of(Entry(*given, named=named), key)


class Migration(migrations.Migration):
    """New columns empty at first, then filled, then required."""

    dependencies: ClassVar = [("activity", "0001_initial")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="ActivityChild",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry", models.BigIntegerField()),
                ("child", models.CharField(max_length=200)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["entry", "child"], name="activity_child_once")],
                "indexes": [models.Index(fields=["child", "entry"], name="activity_of_child")],
            },
        ),
        migrations.CreateModel(
            name="ActivityHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
                ("seal", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=16)),
                ("mark", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="LookReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, unique=True)),
                ("rule", models.CharField(max_length=40)),
                ("person", models.CharField(max_length=150)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("right", "It was part of their work"),
                            ("ask", "The person or their manager is asked"),
                            ("wrong", "It was not right, and is taken further"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(max_length=400)),
                ("reviewed_by", models.CharField(max_length=150)),
                ("reviewed_at", models.DateTimeField()),
            ],
            options={"ordering": ["-reviewed_at"]},
        ),
        migrations.AddField("activity", "number", models.BigIntegerField(null=True)),
        migrations.AddField("activity", "key", models.CharField(max_length=16, default="")),
        migrations.AddField("activity", "before", models.CharField(max_length=64, default="")),
        migrations.AddField("activity", "seal", models.CharField(max_length=64, default="")),
        migrations.AlterField("activity", "at", models.DateTimeField(db_index=True)),
        migrations.RunPython(put_into_the_chain, migrations.RunPython.noop),
    ]
