"""Programmes: reforms with a start, and the ordinary rows that they make of a case."""
