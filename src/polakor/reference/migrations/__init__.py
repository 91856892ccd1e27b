"""Schema changes of this room, oldest first."""
