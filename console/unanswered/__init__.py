"""What citizens asked in vain (没答上), put together, and what operators make of it."""
