"""Configuration: what a user wrote (``raw``), how it is combined (``merge``), and what the line obeys (``settings``)."""
