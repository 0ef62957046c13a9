"""Looking at entries and lists of them."""
