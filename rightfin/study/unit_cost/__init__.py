"""What one more of something costs: a person of a cadre, a package of the library."""
