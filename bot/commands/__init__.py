"""Commands of the people who run the bot; one file is one noun."""
