"""The accounts of the machine itself: set-up and the command line. Neither can sign in."""

from django.db import migrations

# Written out, not imported: a migration must say the same for ever.
OPEN = """
INSERT INTO access_organisation (id, code, name_km, name_en) VALUES
  ('01900000-0000-7000-8000-000000000004', 'POLAKOR', 'ពលករ', 'Polakor');
INSERT INTO access_office (id, organisation_id, code, name_km, name_en, phone) VALUES
  ('01900000-0000-7000-8000-000000000002', '01900000-0000-7000-8000-000000000004',
   'machine', 'ម៉ាស៊ីន', 'The machine', '');
INSERT INTO access_account (id, username, name, password, language, is_active, is_demo, created_at)
VALUES
  ('01900000-0000-7000-8000-000000000001', 'setup', 'Set-up', '!', 'en', true, false, now()),
  ('01900000-0000-7000-8000-000000000003', 'command-line', 'Command line', '!', 'en', true, false,
   now());
INSERT INTO access_grant
  (id, account_id, office_id, role, areas, country, valid_from, valid_to, granted_by_id)
VALUES
  ('01900000-0000-7000-8000-000000000005', '01900000-0000-7000-8000-000000000003',
   '01900000-0000-7000-8000-000000000002', 'command_line', '{*}', '', '2014-01-01', NULL,
   '01900000-0000-7000-8000-000000000001');
"""
CLOSE = """
DELETE FROM access_grant WHERE office_id = '01900000-0000-7000-8000-000000000002';
DELETE FROM access_account WHERE id IN
  ('01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-000000000003');
DELETE FROM access_office WHERE id = '01900000-0000-7000-8000-000000000002';
DELETE FROM access_organisation WHERE id = '01900000-0000-7000-8000-000000000004';
"""


class Migration(migrations.Migration):
    """Opens the two accounts with the ids of ``access/machine.py``."""

    dependencies = [("access", "0002_security")]
    operations = [migrations.RunSQL(OPEN, CLOSE)]
