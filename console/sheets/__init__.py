"""Tables through the console: taken in a process of their own, shown, then written at once."""
