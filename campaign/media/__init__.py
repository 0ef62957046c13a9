"""The files authors hand in, each with its own small life: fetched, checked, kept or dropped."""
