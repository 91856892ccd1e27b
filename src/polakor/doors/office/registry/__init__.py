"""Staff pages of the room ``registry``."""
