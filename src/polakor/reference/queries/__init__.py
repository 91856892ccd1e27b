"""The only reads of this room. Everybody who works may read reference data."""
