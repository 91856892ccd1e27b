"""Staff pages of the room ``journeys``."""
