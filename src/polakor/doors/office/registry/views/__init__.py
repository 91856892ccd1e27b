"""Views of the register, one file a page."""
