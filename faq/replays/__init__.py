"""What replays of drafts came to."""
