"""What citizens are told now, and how often that has changed."""
