"""Staff pages of the room ``assistance``."""
