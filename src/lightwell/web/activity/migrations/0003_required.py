"""Every entry stands in the chain. Apart from 0002 because PostgreSQL alters no table with rows changed in the same transaction."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """What 0002 filled is required."""

    dependencies: ClassVar = [("activity", "0002_chain")]

    operations: ClassVar = [
        migrations.AlterField("activity", "number", models.BigIntegerField(unique=True)),
        migrations.AlterField("activity", "key", models.CharField(max_length=16)),
        migrations.AlterField("activity", "before", models.CharField(max_length=64)),
        migrations.AlterField("activity", "seal", models.CharField(db_index=True, max_length=64)),
        migrations.AlterModelOptions("activity", options={"ordering": ["number"], "verbose_name_plural": "activity"}),
    ]
