"""Template languages: where the server writes into a page, by dialect."""
