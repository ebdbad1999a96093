"""Charts as plain dicts: (what to draw) -> dict. No Dash here, so that each is tested without a browser."""
