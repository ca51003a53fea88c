"""When donors can leave."""
