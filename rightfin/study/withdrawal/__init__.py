"""Donors that leave without notice."""
