"""A role for those who license and inspect recruitment agencies."""

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
    "licensing_officer",
    "command_line",
)


class Migration(migrations.Migration):
    """Widens the roles a duty may have."""

    dependencies = [("access", "0005_health_workers_and_bearers")]
    operations = [
        migrations.RemoveConstraint("grant", "a_duty_has_a_known_role"),
        migrations.AddConstraint(
            "grant",
            models.CheckConstraint(
                condition=models.Q(("role__in", list(ROLES))), name="a_duty_has_a_known_role"
            ),
        ),
    ]
