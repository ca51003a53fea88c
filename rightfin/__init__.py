"""Right-financing: a security sector that fits the threats people face and the revenue the state can expect."""

__version__ = "0.1.0"
