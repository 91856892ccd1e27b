"""Pages of those who work here, in folders named like the rooms."""
