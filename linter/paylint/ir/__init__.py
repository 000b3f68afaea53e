"""The language-neutral intermediate representation. Nothing here, nor after it, knows a concrete syntax."""
