"""Views of the list pages, one file for each step of a list."""
