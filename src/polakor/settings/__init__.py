"""One file for each place Polakor runs; secrets come by environment only."""
