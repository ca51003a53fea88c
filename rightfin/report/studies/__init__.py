"""What each study found, in the one form that every front end shows."""
