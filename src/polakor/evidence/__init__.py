"""What we know: counts made from records. Reads all, is read by none."""
