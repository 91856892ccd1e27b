"""Words without a year are asked for with a province alone.

With the year between words and province, the server jumped from year to year: a hundred times as
many look-ups in the index.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0010_told_of_a_family")]

    operations = [
        migrations.AddIndex(
            model_name="namereading",
            index=models.Index(
                fields=["given", "family", "province"], name="by_words_and_province"
            ),
        ),
        migrations.RemoveIndex(model_name="namereading", name="by_both_words"),
    ]
