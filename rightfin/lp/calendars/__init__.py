"""All calendars of programmes in one mixed-integer model, found by making the case's rows again for each start."""
