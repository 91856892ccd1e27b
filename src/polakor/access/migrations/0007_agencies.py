"""A role for recruitment agencies themselves."""

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
    "agency",
    "command_line",
)


class Migration(migrations.Migration):
    """Widens the roles a duty may have."""

    dependencies = [("access", "0006_licensing_officers")]
    operations = [
        migrations.RemoveConstraint("grant", "a_duty_has_a_known_role"),
        migrations.AddConstraint(
            "grant",
            models.CheckConstraint(
                condition=models.Q(("role__in", list(ROLES))), name="a_duty_has_a_known_role"
            ),
        ),
    ]
