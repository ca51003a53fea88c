"""What a minister asks next: asked once, for the page."""
