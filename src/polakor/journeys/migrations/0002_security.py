"""Who may touch the tables of this room: row security and rights of the running role."""

from django.db import migrations

from polakor.access.rls import grant, protect


class Migration(migrations.Migration):
    """Closes every table that holds or points to a person."""

    dependencies = [('journeys', '0001_tables'), ('access', '0002_security')]
    operations = [
        *grant("SEQUENCE journeys_crossing_number", "USAGE"),
        *protect("journeys_crossing", rights="SELECT, INSERT"),
        *protect("journeys_crossingwithdrawal", rights="SELECT, INSERT"),
        *grant("journeys_gatetally", "SELECT, INSERT"),
        *grant("journeys_emergency", "SELECT, INSERT, UPDATE"),
    ]
