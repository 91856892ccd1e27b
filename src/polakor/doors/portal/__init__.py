"""Pages anybody may open, and (later) the worker's own."""
