"""What arithmetic says of a case before anything is solved: what cannot be paid, had or kept, whatever a plan does."""
