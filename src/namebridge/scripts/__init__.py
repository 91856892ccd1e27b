"""One module per writing system: its own canonical form and the way from letters to sounds."""
