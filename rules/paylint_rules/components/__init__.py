"""Software of others: what is known against it, and whether it is fixed which of it runs."""
