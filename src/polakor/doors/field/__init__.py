"""The door at the gate: an app that works without a network, and what its devices speak with."""
