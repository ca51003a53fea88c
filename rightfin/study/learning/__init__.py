"""Learning: what was promised, planned and done, held against one another."""
