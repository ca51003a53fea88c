"""What coordination of donors is worth."""
