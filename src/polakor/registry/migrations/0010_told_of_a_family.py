"""A family's envelope tells of several people: whom a submission is about is a list."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0009_by_year_and_words"), ("intake", "0004_field_devices")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    """
                    ALTER TABLE registry_told DROP CONSTRAINT registry_told_pkey;
                    ALTER TABLE registry_told ADD PRIMARY KEY (submission_id, person_id);
                    """,
                    """
                    ALTER TABLE registry_told DROP CONSTRAINT registry_told_pkey;
                    ALTER TABLE registry_told ADD PRIMARY KEY (submission_id);
                    """,
                ),
            ],
            # The primary key of a model cannot be altered; the table stays as it is.
            state_operations=[
                migrations.DeleteModel("Told"),
                migrations.CreateModel(
                    name="Told",
                    fields=[
                        ("scopes", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                        ("pk", models.CompositePrimaryKey("submission_id", "person_id", blank=True, editable=False, primary_key=True, serialize=False)),
                        ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="told", to="registry.person")),
                        ("submission", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="told", to="intake.submission")),
                    ],
                    options={"abstract": False},
                ),
            ],
        ),
    ]
