"""Closed-form economics: revenue, prices, pledges and needs, from a case to parameter arrays."""
