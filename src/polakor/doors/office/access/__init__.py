"""Staff pages of the room ``access``."""
