"""Words operators teach the bot: synonyms, domain words, homophones, sensitive words."""
