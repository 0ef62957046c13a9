"""Records for tables of entries that go out and come back."""
