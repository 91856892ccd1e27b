"""A family has as many seats as people, or none: held by the database, not by a habit."""

from django.db import migrations

# After each statement that gives or frees seats. The asker sees the seats of a family exactly when
# it sees the family, so that counting under row security counts all of them.
SEATED_WHOLE = """
CREATE FUNCTION assistance_seated_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT party_id FROM changed) AS touched
    LEFT JOIN assistance_party AS party ON party.id = touched.party_id
    WHERE (SELECT count(*) FROM assistance_seat AS seat
           WHERE seat.party_id = touched.party_id AND seat.freed_at IS NULL)
      NOT IN (0, coalesce(party.people, 0))
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'a_family_is_seated_whole',
      MESSAGE = 'a_family_is_seated_whole: as many seats as people, or none';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER a_family_is_seated_whole AFTER INSERT ON assistance_seat
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION assistance_seated_whole();
CREATE TRIGGER a_family_gets_up_whole AFTER UPDATE ON assistance_seat
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION assistance_seated_whole();
"""


class Migration(migrations.Migration):
    """Adds two triggers; changes no row."""

    dependencies = [("assistance", "0002_security")]
    operations = [
        migrations.RunSQL(
            SEATED_WHOLE,
            """
            DROP TRIGGER a_family_is_seated_whole ON assistance_seat;
            DROP TRIGGER a_family_gets_up_whole ON assistance_seat;
            DROP FUNCTION assistance_seated_whole();
            """,
        )
    ]
