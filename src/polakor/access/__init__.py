"""Who may look and act, under which role and where; and the record of who did and who saw what."""
