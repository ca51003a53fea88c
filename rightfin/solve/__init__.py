"""The only place that imports a solver: engine, order of objectives, verification, diagnosis."""
