"""Who may touch the tables of this room: row security and rights of the running role."""

from django.db import migrations

from polakor.access.rls import grant, protect, protect_but_public


class Migration(migrations.Migration):
    """Firms and what was decided about them are for everybody; nobody else's names are."""

    dependencies = [("recruitment", "0001_tables"), ("access", "0006_licensing_officers")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE recruitment_recruiter_number",
            "DROP SEQUENCE recruitment_recruiter_number",
        ),
        *grant("SEQUENCE recruitment_recruiter_number", "USAGE"),
        *protect_but_public("recruitment_recruiter"),
        *protect_but_public("recruitment_othername"),
        *protect_but_public("recruitment_office"),
        *protect_but_public("recruitment_membership"),
        *protect_but_public("recruitment_permit"),
        *protect_but_public("recruitment_licenceact", rights="SELECT, INSERT"),
        *protect_but_public("recruitment_licenceactundone", rights="SELECT, INSERT"),
        *protect_but_public("recruitment_measure", rights="SELECT, INSERT"),
        *protect("recruitment_depositentry", rights="SELECT, INSERT"),
        *protect("recruitment_inspection", rights="SELECT, INSERT"),
        *protect("recruitment_finding", rights="SELECT, INSERT"),
        *protect("recruitment_correction"),
        *protect("recruitment_responsible"),
    ]
