"""Pure decisions of this room: what may be shown, how charts are laid out."""
