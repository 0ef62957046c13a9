"""Taking in the entries the programme was shipped with."""
