"""A case while people type it: tables as typed, with every mistake in them, changes as values, checks, saving, merging."""
