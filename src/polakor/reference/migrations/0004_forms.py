"""Every version of every form that was ever loaded; readable by all, like the rest of the pack."""

from django.db import migrations, models
from django.db.models import F, Q

from polakor.base.roles import APP_ROLE


class Migration(migrations.Migration):
    """Adds a table of a few rows."""

    dependencies = [("reference", "0003_when_places_came")]
    operations = [
        migrations.CreateModel(
            name="FormVersion",
            fields=[
                ("key", models.TextField(primary_key=True, serialize=False)),
                ("code", models.TextField()),
                ("version", models.SmallIntegerField()),
                ("tier", models.SmallIntegerField()),
                ("position", models.SmallIntegerField(default=0)),
                ("definition", models.JSONField()),
                ("meaning", models.TextField()),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("source", models.TextField()),
                ("verification_status", models.TextField()),
                ("pack", models.TextField()),
                ("loaded_at", models.DateTimeField(auto_now_add=True)),
                ("retired_on", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["code", "version"], name="one_row_for_each_version_of_a_form"
                    ),
                    models.CheckConstraint(
                        condition=Q(version__gte=1), name="versions_of_a_form_count_from_1"
                    ),
                    models.CheckConstraint(
                        condition=Q(verification_status__in=["verified", "reported", "unverified"]),
                        name="a_form_says_how_far_it_is_trusted",
                    ),
                    models.CheckConstraint(
                        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                        name="a_form_does_not_end_before_it_begins",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            f"GRANT SELECT ON reference_formversion TO {APP_ROLE}",
            f"REVOKE ALL ON reference_formversion FROM {APP_ROLE}",
        ),
    ]
