"""Views of the staff pages of ``recruitment``, by what they are about."""
