"""Acts that cross several rooms and are shared by two doors. No tables."""
