"""Reminders (到期提醒) that a review or the end of validity is near."""
