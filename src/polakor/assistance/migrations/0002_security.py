"""Who may touch the tables of this room: row security and rights of the running role."""

from django.db import migrations

from polakor.access.rls import grant, protect, protect_write_only

# A seat's number is held against the seats of its trip by the pair of both.
SEATS_OF_THE_TRIP = """
ALTER TABLE assistance_seat ADD CONSTRAINT a_seat_knows_how_many_its_trip_has
  FOREIGN KEY (trip_id, trip_seats) REFERENCES assistance_trip (id, seats);
"""


class Migration(migrations.Migration):
    """Closes every table that holds or points to a person."""

    dependencies = [
        ("assistance", "0001_tables"),
        ("access", "0005_health_workers_and_bearers"),
    ]
    operations = [
        migrations.RunSQL(
            SEATS_OF_THE_TRIP,
            "ALTER TABLE assistance_seat DROP CONSTRAINT a_seat_knows_how_many_its_trip_has",
        ),
        *grant("assistance_site, assistance_desk, assistance_shift", "SELECT, INSERT, UPDATE"),
        *grant("assistance_vehicle, assistance_trip", "SELECT, INSERT, UPDATE"),
        *protect("assistance_party"),
        *protect("assistance_partymember"),
        *protect("assistance_seat"),
        *grant("assistance_arrivalcode, assistance_guesspace", "SELECT, INSERT, UPDATE"),
        *protect("assistance_arrival", rights="SELECT, INSERT"),
        *protect("assistance_distribution", rights="SELECT, INSERT"),
        *protect("assistance_distributioncancelled", rights="SELECT, INSERT"),
        *grant("assistance_rumour, assistance_rumouranswer", "SELECT, INSERT"),
        *protect_write_only("assistance_quarantinestay"),
        *protect_write_only("assistance_quarantinetest", rights="SELECT, INSERT"),
    ]
