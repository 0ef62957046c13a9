"""The running process: it puts channels, conversations and records together."""

from bot import late_types

late_types.put_off()
