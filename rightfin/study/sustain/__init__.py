"""The force that the state can keep."""
