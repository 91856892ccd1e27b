"""Everybody who runs Polakor may read reference data; only the owner writes it."""

from django.db import migrations

from polakor.base.roles import APP_ROLE, CREATE_APP_ROLE

TABLES = ", ".join(
    f"reference_{name}"
    for name in ("code", "packstate", "gate", "gatestatusperiod", "place", "placedefect")
)


class Migration(migrations.Migration):
    """Grants SELECT to the running role, which is made here when it is not there yet."""

    dependencies = [("reference", "0001_tables")]
    operations = [
        migrations.RunSQL(CREATE_APP_ROLE, migrations.RunSQL.noop),
        migrations.RunSQL(
            f"GRANT SELECT ON {TABLES} TO {APP_ROLE}",
            f"REVOKE ALL ON {TABLES} FROM {APP_ROLE}",
        ),
    ]
