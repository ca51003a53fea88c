"""The formulation: decisions, one file per family of rules, objectives, and the forms that the model takes."""
