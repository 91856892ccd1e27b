"""Staff pages of the room ``evidence``."""
