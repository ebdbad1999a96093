"""Cues for event kinds as TOML, by theme, read by ingest/language/vocabulary.py."""
