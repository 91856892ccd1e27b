"""Who may touch the tables of this room: row security and rights of the running role."""

from django.db import migrations

from polakor.access.rls import grant, protect


class Migration(migrations.Migration):
    """Closes every table that holds or points to a person."""

    dependencies = [('intake', '0001_tables'), ('access', '0002_security')]
    operations = [
        *grant("intake_sender, intake_rememberedlayout", "SELECT, INSERT, UPDATE"),
        *protect("intake_receivedlist"),
        *protect("intake_listcontent", rights="SELECT, INSERT"),
        *protect("intake_submission", rights="SELECT, INSERT"),
    ]
