"""Reading lists as offices really send them. Pure: bytes in, values out; no database, no clock."""
