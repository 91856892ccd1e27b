"""Polakor: protects the people who leave a country to work abroad."""

__version__ = "0.1.0"
