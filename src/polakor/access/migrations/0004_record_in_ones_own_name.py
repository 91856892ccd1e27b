"""What the running role may add to the record of acts, and that duties are added, never changed.

Before, any row could be added: in another account's name, dated back, with scopes nobody reads, or
with the number of a transaction sealed long ago, so that no seal would ever cover it. Time, number,
transaction and scopes are now the database's own, and the name must be that of who is acting.
"""

from django.db import migrations

# Written out, not imported: a migration must say the same for ever.
CLOSE = """
REVOKE INSERT ON access_auditevent FROM polakor_app;
GRANT INSERT (id, account_id, role, office_id, event, target_kind, target_id, reason, detail)
  ON access_auditevent TO polakor_app;
DROP POLICY anybody_acting_may_add ON access_auditevent;
CREATE POLICY everybody_adds_in_their_own_name ON access_auditevent FOR INSERT
  WITH CHECK (account_id::text = current_setting('polakor.account', true));
REVOKE UPDATE ON access_grant, access_office, access_organisation FROM polakor_app;
"""
OPEN = """
GRANT UPDATE ON access_grant, access_office, access_organisation TO polakor_app;
DROP POLICY everybody_adds_in_their_own_name ON access_auditevent;
CREATE POLICY anybody_acting_may_add ON access_auditevent FOR INSERT
  WITH CHECK (COALESCE(current_setting('polakor.account', true), '') <> '');
REVOKE INSERT (id, account_id, role, office_id, event, target_kind, target_id, reason, detail)
  ON access_auditevent FROM polakor_app;
GRANT INSERT ON access_auditevent TO polakor_app;
"""


class Migration(migrations.Migration):
    """Closes the record to forged entries."""

    dependencies = [("access", "0003_machine_accounts")]
    operations = [migrations.RunSQL(CLOSE, OPEN)]
