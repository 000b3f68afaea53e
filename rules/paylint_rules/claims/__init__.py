"""Promises about card data, held against what the code does."""
