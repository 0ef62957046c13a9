"""What the bot's work came to (数据): questions, coverage, reports."""
