"""Plain Python that every room may use: ids, partial dates, refusals. No tables, no Django."""
