"""Propagation: an abstract interpreter that carries labels, shapes and what values may be, function by function."""
