"""What we were told, word for word: lists, their rows, and what could not be read."""
