"""A role for those who look after health, and the account behind an act by paper code."""

from django.db import migrations, models

ROLES = (
    "border_officer",
    "provincial_officer",
    "case_worker",
    "national_supervisor",
    "statistician",
    "auditor",
    "administrator",
    "health_worker",
    "command_line",
)
OPEN = """
INSERT INTO access_account (id, username, name, password, language, is_active, is_demo, created_at)
VALUES ('01900000-0000-7000-8000-000000000006', 'bearer', 'Holder of a paper code', '!', 'km',
        false, false, now());
"""
CLOSE = "DELETE FROM access_account WHERE id = '01900000-0000-7000-8000-000000000006';"


class Migration(migrations.Migration):
    """Widens the roles a duty may have; the bearer's account is closed: it signs in nowhere."""

    dependencies = [("access", "0004_record_in_ones_own_name")]
    operations = [
        migrations.RemoveConstraint("grant", "a_duty_has_a_known_role"),
        migrations.AddConstraint(
            "grant",
            models.CheckConstraint(
                condition=models.Q(("role__in", list(ROLES))), name="a_duty_has_a_known_role"
            ),
        ),
        migrations.RunSQL(OPEN, CLOSE),
    ]
