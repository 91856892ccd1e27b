"""What the counter search asks: words of names, and which persons bear which two of them."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import polakor.access.models.fields
from polakor.access.rls import protect
from polakor.base.roles import APP_ROLE

# Words of names belong to nobody, yet tell what names there are: none without a name of one's own.
ACTING = "(SELECT COALESCE(current_setting('polakor.account', true), '') <> '')"


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_unanswered")]

    operations = [
        migrations.CreateModel(
            name="NameWord",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("tx", polakor.access.models.fields.TransactionNumber(editable=False)),
            ],
            options={
                "indexes": [models.Index(fields=["tx"], name="words_in_order_of_commit")],
            },
        ),
        migrations.CreateModel(
            name="NameReading",
            fields=[
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "person_id",
                        "family",
                        "given",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("family", models.BigIntegerField()),
                ("given", models.BigIntegerField()),
                ("born", models.SmallIntegerField(default=0)),
                ("province", models.TextField(blank=True, default="")),
                ("version", models.SmallIntegerField(default=1)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="registry.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["given", "family", "born", "province"], name="by_both_words"
                    ),
                    models.Index(fields=["born", "given", "province"], name="by_given_word"),
                    models.Index(fields=["born", "family", "province"], name="by_family_word"),
                ],
            },
        ),
        *protect("registry_namereading"),
        migrations.RunSQL(
            f"""
            ALTER TABLE registry_nameword ENABLE ROW LEVEL SECURITY;
            ALTER TABLE registry_nameword FORCE ROW LEVEL SECURITY;
            CREATE POLICY in_ones_own_name ON registry_nameword
              USING ({ACTING}) WITH CHECK ({ACTING});
            GRANT SELECT, INSERT ON registry_nameword TO {APP_ROLE};
            """,
            f"""
            REVOKE ALL ON registry_nameword FROM {APP_ROLE};
            DROP POLICY in_ones_own_name ON registry_nameword;
            ALTER TABLE registry_nameword NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE registry_nameword DISABLE ROW LEVEL SECURITY;
            """,
        ),
    ]
