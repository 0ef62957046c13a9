"""How entries come to be true: drafts, approval, validity, history, sheets."""
