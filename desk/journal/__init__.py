"""What was asked and what came of it (问答流水), for figures and replays."""
