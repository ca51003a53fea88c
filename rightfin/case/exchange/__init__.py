"""Versions of a case: what differs, merging, settling conflicts, and the trail of who changed what."""
