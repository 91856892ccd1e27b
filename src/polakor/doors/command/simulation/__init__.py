"""Rehearsals of mass returns: a wave of invented people against a Polakor of its own.

``scenario`` reads what the pack says of a wave, ``crowd`` invents who comes, ``devices`` is a
tablet as the server sees it, ``wave`` plays the days, ``truth`` remembers what was told to whom and
``judging`` holds it against the tables. ``throwaway`` starts and ends the Polakor.
"""
