"""Rules about what an attacker can put into the program: foreign SQL, foreign destinations, foreign code."""
