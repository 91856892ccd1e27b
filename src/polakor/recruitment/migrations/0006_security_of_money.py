"""Who may touch what was told of money: row security and rights of the running role."""

from django.db import migrations

from polakor.access.rls import protect


class Migration(migrations.Migration):
    """Statements are added to; a refund moves on."""

    dependencies = [("recruitment", "0005_money")]
    operations = [
        *protect("recruitment_statement", rights="SELECT, INSERT"),
        *protect("recruitment_cost", rights="SELECT, INSERT"),
        *protect("recruitment_debt", rights="SELECT, INSERT"),
        *protect("recruitment_refund"),
    ]
