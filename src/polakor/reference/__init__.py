"""Code lists, gates and places as data; loads the country pack."""
