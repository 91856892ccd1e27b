"""The room ``assistance``: who came to help."""
