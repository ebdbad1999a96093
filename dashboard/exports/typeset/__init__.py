"""Data files only (templates of the typesetter), read by `typesetting`."""
