"""Modules, classes and functions of the program, how they import one another, and who calls whom."""
