"""When places last changed, for those who keep them in memory."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds a column to a table of one row a pack."""

    dependencies = [("reference", "0002_readable_by_all")]
    operations = [
        migrations.AddField("packstate", "places_at", models.DateTimeField(null=True)),
    ]
