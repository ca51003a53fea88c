"""Peace operations that leave: what becomes of the needs that they served, and what replaces them."""
