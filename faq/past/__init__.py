"""What was asked in the past, for replays."""
