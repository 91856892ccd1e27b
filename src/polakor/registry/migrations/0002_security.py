"""Who may touch the tables of this room: row security and rights of the running role."""

from django.db import migrations

from polakor.access.rls import grant, protect


class Migration(migrations.Migration):
    """Closes every table that holds or points to a person."""

    dependencies = [('registry', '0001_tables'), ('access', '0002_security')]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE registry_person_number",
            "DROP SEQUENCE registry_person_number",
        ),
        *grant("SEQUENCE registry_person_number, registry_clustermove_number_seq", "USAGE"),
        *protect("registry_person"),
        *protect("registry_personname"),
        *protect("registry_namekey"),
        *protect("registry_phone"),
        *protect("registry_document"),
        *protect("registry_custody"),
        *protect("registry_household"),
        *protect("registry_householdmember"),
        *protect("registry_told", rights="SELECT, INSERT"),
        *protect("registry_clustermove", rights="SELECT, INSERT"),
        *protect("registry_matchcandidate"),
        *protect("registry_matchdecision", rights="SELECT, INSERT"),
    ]
