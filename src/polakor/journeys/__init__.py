"""Where they went: crossings, and gate tallies counted without names."""
