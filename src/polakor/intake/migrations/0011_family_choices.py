import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import polakor.base.ids
from polakor.access.rls import protect


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0010_answers_left_out"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="outcome",
            index=models.Index(
                fields=["at"],
                condition=models.Q(("reason", "token_twice")),
                name="outcomes_of_a_paper_twice",
            ),
        ),
        migrations.CreateModel(
            name="FamilyChoice",
            fields=[
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=polakor.base.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("reason", models.TextField()),
                ("decided_by", models.UUIDField()),
                ("decided_at", models.DateTimeField(auto_now_add=True)),
                (
                    "family",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.submission",
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="family_choice",
                        to="intake.submission",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="a_choice_of_family_says_why",
                    )
                ],
            },
        ),
        *protect("intake_familychoice", rights="SELECT, INSERT"),
    ]
