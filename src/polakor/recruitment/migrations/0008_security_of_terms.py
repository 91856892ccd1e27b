"""Who may touch what workers found there: row security and rights of the running role."""

from django.db import migrations

from polakor.access.rls import protect


class Migration(migrations.Migration):
    """What was told is added to."""

    dependencies = [("recruitment", "0007_terms_told")]
    operations = [
        *protect("recruitment_termstold", rights="SELECT, INSERT"),
    ]
