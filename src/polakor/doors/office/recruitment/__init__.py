"""Staff pages of ``recruitment``."""
