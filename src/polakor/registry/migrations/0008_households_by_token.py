"""A family's number is asked for at the counter like any other."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0007_search_pace")]

    operations = [
        migrations.AddIndex(
            model_name="household",
            index=models.Index(
                condition=models.Q(("token", ""), _negated=True),
                fields=["token"],
                name="households_by_token",
            ),
        ),
    ]
