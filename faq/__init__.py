"""What the bot knows about quality policy and how it finds the entry a citizen means."""
