"""Secrets and transport: what is written into code or columns to be read, and connections that others can read."""
