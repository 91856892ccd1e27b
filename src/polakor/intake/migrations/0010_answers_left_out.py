from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("intake", "0009_device_gaps"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                fields=["device", "-received_at"],
                condition=models.Q(("reason", "answers_left_out")),
                name="submissions_with_answers_out",
            ),
        ),
    ]
