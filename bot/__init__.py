"""The running process: it puts channels, conversations and records together."""
