"""What a plan says, in sentences."""
