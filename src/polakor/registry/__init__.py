"""Who it is: persons, their names in several scripts, documents, and match decisions."""
