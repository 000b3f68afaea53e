"""The command line: a command parses, calls one function of ``pipeline``, hands on the result and exits."""
