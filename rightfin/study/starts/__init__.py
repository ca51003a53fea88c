"""Starts of programmes that are decided: the best calendar, why each starts when it does, and what other calendars cost."""
