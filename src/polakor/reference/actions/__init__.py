"""The only writes of this room. Only the owner of the tables may; nobody else is granted it."""
