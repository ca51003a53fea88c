"""Reports that must be filed anyway, made from a plan."""
