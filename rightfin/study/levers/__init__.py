"""Levers that an analyst moves, what was moved, and what a force costs or a budget buys."""
