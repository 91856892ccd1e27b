"""Deciding with two officers, in batches and beside one another; and the trials of the rules."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import polakor.base.ids
from polakor.access.rls import grant


class Migration(migrations.Migration):
    """Adds to the tables of proposals and decisions; nothing that was decided changes."""

    dependencies = [("registry", "0004_name_readings")]

    operations = [
        migrations.AddField("matchcandidate", "first_by", models.UUIDField(null=True)),
        migrations.AddField("matchcandidate", "claimed_by", models.UUIDField(null=True)),
        migrations.AddField("matchcandidate", "claimed_until", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "matchcandidate",
            models.Index(
                fields=["claimed_by"],
                condition=models.Q(("claimed_by__isnull", False)),
                name="proposals_being_looked_at",
            ),
        ),
        migrations.AddField(
            "matchdecision",
            "second_needed",
            models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            "matchdecision",
            "confirms",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="confirmations",
                to="registry.matchdecision",
            ),
        ),
        migrations.AddField("matchdecision", "batch", models.UUIDField(null=True)),
        migrations.AddIndex(
            "matchdecision",
            models.Index(
                fields=["batch"],
                condition=models.Q(("batch__isnull", False)),
                name="decisions_of_a_batch",
            ),
        ),
        migrations.AddConstraint(
            "matchdecision",
            models.CheckConstraint(
                condition=models.Q(("second_needed", False), ("verdict", "same"), _connector="OR"),
                name="only_a_same_waits_for_a_second_officer",
            ),
        ),
        migrations.CreateModel(
            name="RuleCheck",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=polakor.base.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("checked_at", models.DateTimeField(auto_now_add=True)),
                ("checked_by", models.UUIDField()),
                ("occasion", models.TextField()),
                ("version", models.TextField()),
                ("pairs", models.IntegerField()),
                ("failures", models.JSONField(default=list)),
                ("measures", models.JSONField(default=dict)),
                (
                    "alarms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-checked_at"], name="rule_checks_newest_first")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("occasion__in", ["start", "nightly", "asked"])),
                        name="rules_are_checked_on_one_of_three_occasions",
                    )
                ],
            },
        ),
        *grant("registry_rulecheck", "SELECT, INSERT"),
    ]
