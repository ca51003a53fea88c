"""Cases, scenarios and variants beside one another: pictures on one axis, differences by year, changed cells."""
