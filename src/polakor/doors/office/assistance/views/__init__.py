"""Views, one file for each part of reception."""
