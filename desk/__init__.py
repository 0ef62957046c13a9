"""People behind the bot: questions nobody answered yet, and wishes to speak with a person."""
