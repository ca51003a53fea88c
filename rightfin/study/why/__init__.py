"""Why a number of a plan is what it is, and what would make it another: what can be named, wished, and explained."""
