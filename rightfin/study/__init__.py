"""Studies: many questions about one case, answered by live models."""
