"""Invented people for the measurements: a register, and how others write the same people."""
