"""The counter search asks for many family and given words of a year at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0008_households_by_token")]

    operations = [
        migrations.AddIndex(
            model_name="namereading",
            index=models.Index(fields=["born", "family", "given"], name="by_year_and_family"),
        ),
        migrations.AddIndex(
            model_name="namereading",
            index=models.Index(fields=["born", "given", "family"], name="by_year_and_given"),
        ),
        migrations.RemoveIndex(model_name="namereading", name="by_family_word"),
        migrations.RemoveIndex(model_name="namereading", name="by_given_word"),
    ]
