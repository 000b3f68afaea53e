"""Models: what libraries do with data, and which names mean which data, as rows with a strict schema."""
