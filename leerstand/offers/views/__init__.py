"""Pages about offers: an owner's building and offers, the conversation that makes one, the municipality's desk."""
