"""Pure decisions of this room: no database, no clock, no Django."""
