"""Who may touch the tables of this room: row security and rights of the running role."""

from django.db import migrations

from polakor.access.rls import protect_write_only


class Migration(migrations.Migration):
    """Closes every table that holds or points to a person."""

    dependencies = [('protection', '0001_tables'), ('access', '0002_security')]
    operations = [
        *protect_write_only("protection_screening"),
    ]
