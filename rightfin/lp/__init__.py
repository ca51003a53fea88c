"""The formulation in Pyomo: decisions, one file per family of rules, objectives."""
