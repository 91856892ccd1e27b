"""Staff pages of the room ``protection``."""
