"""Who may touch the counts: the running role, and nobody by way of a person."""

from django.db import migrations

from polakor.access.rls import grant

TABLES = ", ".join(
    f"evidence_{name}"
    for name in (
        "logplace",
        "byday",
        "byprofile",
        "bydestination",
        "byhour",
        "bymonth",
        "byyears",
        "personsbyprovince",
        "personsagain",
        "watch",
        "gatenews",
    )
)


class Migration(migrations.Migration):
    """Counts lie outside row security: they are read through the queries of this room alone.

    Rollups change in place many times a second: room in each page keeps those changes cheap.
    """

    dependencies = [
        ("evidence", "0001_tables"),
        ("access", "0002_security"),
        ("intake", "0002_security"),
        ("registry", "0002_security"),
        ("journeys", "0002_security"),
        ("protection", "0002_security"),
    ]
    operations = [
        *grant(TABLES, "SELECT, INSERT, UPDATE, DELETE"),
        *(
            migrations.RunSQL(
                f"ALTER TABLE evidence_{name} SET (fillfactor = 80)",
                f"ALTER TABLE evidence_{name} RESET (fillfactor)",
            )
            for name in ("byday", "byprofile", "bydestination", "byhour", "bymonth", "byyears")
        ),
    ]
