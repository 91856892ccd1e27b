"""Everything that speaks to the outside; nobody imports a door."""
