"""What it takes to do without donors."""
