"""Studies of reform programmes: when each runs, who pays it, and what it is worth."""
