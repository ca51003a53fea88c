"""Packages: named units of a library, and the ordinary rows that they make of a case."""
