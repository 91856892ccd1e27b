"""How much each account asks, so that one who asks for everybody is slowed and told of."""

from django.db import migrations, models

from polakor.base.roles import APP_ROLE

ONES_OWN = "(SELECT NULLIF(current_setting('polakor.account', true), '')::uuid)"


class Migration(migrations.Migration):
    dependencies = [("registry", "0006_custody_and_households")]

    operations = [
        migrations.CreateModel(
            name="SearchPace",
            fields=[
                ("account_id", models.UUIDField(primary_key=True, serialize=False)),
                ("level", models.FloatField()),
                ("day_level", models.FloatField()),
                ("at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RunSQL(
            f"""
            ALTER TABLE registry_searchpace ENABLE ROW LEVEL SECURITY;
            ALTER TABLE registry_searchpace FORCE ROW LEVEL SECURITY;
            CREATE POLICY ones_own ON registry_searchpace
              USING (account_id = {ONES_OWN}) WITH CHECK (account_id = {ONES_OWN});
            GRANT SELECT, INSERT, UPDATE ON registry_searchpace TO {APP_ROLE};
            """,
            f"""
            REVOKE ALL ON registry_searchpace FROM {APP_ROLE};
            DROP POLICY ones_own ON registry_searchpace;
            ALTER TABLE registry_searchpace NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE registry_searchpace DISABLE ROW LEVEL SECURITY;
            """,
        ),
    ]
