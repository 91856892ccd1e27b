"""Staff pages of the room ``intake``."""
