"""The only reads of this room."""
