"""The front end: finds source files, reads them, and turns each into the intermediate representation."""
