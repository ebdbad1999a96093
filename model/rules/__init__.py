"""Data files only (TOML), opened with `model.data.load_toml`."""
