"""The terminal door: starts, checks and feeds Polakor from a command line."""
