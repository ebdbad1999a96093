"""Local profiles that ship with the program, as examples."""
