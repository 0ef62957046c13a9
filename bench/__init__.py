"""What the bot costs and survives, measured on the real process."""
