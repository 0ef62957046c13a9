"""The operators' side of the queue: open questions, what is made of them, and for how long."""
